using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Preau.Shared;

namespace Preau.Panel.TagHelpers;

/// <summary>
/// <c>&lt;toolbar label="Gifts" all="/gifts"&gt;fields&lt;/toolbar&gt;</c>: the search and the filters above a list, with their button.
/// <c>all</c> is the way back to the whole list, empty where nothing is taken away; <c>search-only</c> names the button after its one field.
/// </summary>
[HtmlTargetElement("toolbar")]
public sealed class ToolbarTagHelper(Words words) : TagHelper
{
    public required string Label { get; set; }
    public string? All { get; set; }
    public bool SearchOnly { get; set; }

    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = new();

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var fields = await output.GetChildContentAsync();
        output.TagName = "form";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "toolbar");
        output.Attributes.SetAttribute("method", "get");
        output.Attributes.SetAttribute("role", "search");
        output.Attributes.SetAttribute("aria-label", Label);
        output.Content.AppendHtml(fields);
        var button = new TagBuilder("button");
        button.AddCssClass("btn");
        button.InnerHtml.AppendHtml(IconTagHelper.Markup(SearchOnly ? "search" : "filter") + " ");
        button.InnerHtml.Append(SearchOnly ? words["Search"] : words["Filter"]);
        output.Content.AppendHtml(button);
        if (string.IsNullOrEmpty(All)) return;
        var all = new TagBuilder("a");
        all.AddCssClass("btn");
        all.Attributes["href"] = ViewContext.HttpContext.Request.PathBase + All;
        all.InnerHtml.Append(words["Show all"]);
        output.Content.AppendHtml(all);
    }
}
