using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Preau.Panel.TagHelpers;

/// <summary><c>&lt;tile label="Raised" value="12,340 €" change="+800 €" path="/gifts" up="true" /&gt;</c>: a number that matters; with a path it leads to the list that it counts.</summary>
[HtmlTargetElement("tile", TagStructure = TagStructure.WithoutEndTag)]
public sealed class TileTagHelper : TagHelper
{
    public required string Label { get; set; }
    public required string Value { get; set; }

    // What an expression leaves out arrives as an empty text, not as null.
    public string? Change { get; set; }
    public string? Path { get; set; }
    public bool Up { get; set; }

    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = new();

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = string.IsNullOrEmpty(Path) ? "div" : "a";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "tile");
        if (!string.IsNullOrEmpty(Path)) output.Attributes.SetAttribute("href", ViewContext.HttpContext.Request.PathBase + Path);
        output.Content.AppendHtml(Line("label", Label)).AppendHtml(Line("value", Value));
        if (!string.IsNullOrEmpty(Change)) output.Content.AppendHtml(Line(Up ? "change up" : "change", Change));
    }

    private static TagBuilder Line(string cssClass, string text)
    {
        var line = new TagBuilder("div");
        line.AddCssClass(cssClass);
        line.InnerHtml.Append(text);
        return line;
    }
}
