using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Preau.Panel.TagHelpers;

/// <summary><c>&lt;page-head title="People" lead="…"&gt;buttons&lt;/page-head&gt;</c>: the page's one heading, and its actions at the right.</summary>
[HtmlTargetElement("page-head")]
public sealed class PageHeadTagHelper : TagHelper
{
    public string Title { get; set; } = "";
    public string? Lead { get; set; }
    public string? Back { get; set; }
    public string? BackLabel { get; set; }

    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = new();

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        ViewContext.ViewData["Title"] = Title;
        var actions = await output.GetChildContentAsync();
        output.TagName = "header";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "page-head");
        var words = new TagBuilder("div");
        if (!string.IsNullOrEmpty(Back))
        {
            var crumb = new TagBuilder("a");
            crumb.Attributes["href"] = ViewContext.HttpContext.Request.PathBase + Back;
            crumb.InnerHtml.Append("‹ " + (BackLabel ?? ""));
            var line = new TagBuilder("div");
            line.AddCssClass("crumb");
            line.InnerHtml.AppendHtml(crumb);
            words.InnerHtml.AppendHtml(line);
        }

        var heading = new TagBuilder("h1");
        heading.InnerHtml.Append(Title);
        words.InnerHtml.AppendHtml(heading);
        if (!string.IsNullOrEmpty(Lead))
        {
            var lead = new TagBuilder("p");
            lead.AddCssClass("lead");
            lead.InnerHtml.Append(Lead);
            words.InnerHtml.AppendHtml(lead);
        }

        output.Content.AppendHtml(words);
        if (actions.IsEmptyOrWhiteSpace) return;
        output.Content.AppendHtml("<div class=\"actions\">");
        output.Content.AppendHtml(actions);
        output.Content.AppendHtml("</div>");
    }
}
