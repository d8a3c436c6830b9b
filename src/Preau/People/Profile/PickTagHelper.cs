using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Preau.People.Profile;

/// <summary>
/// <c>pick-list="friend-people"</c> on a box, plain or a <c>field</c>: people are suggested by name, mail address or telephone as they are typed. Says where
/// the suggestions stand; <see cref="PickPerson"/> reads what is sent.
/// </summary>
[HtmlTargetElement("input", Attributes = "pick-list", TagStructure = TagStructure.WithoutEndTag)]
[HtmlTargetElement("field", Attributes = "pick-list", TagStructure = TagStructure.WithoutEndTag)]
public sealed class PickTagHelper : TagHelper
{
    public required string PickList { get; set; }

    /// <summary>Who is not offered.</summary>
    public long? PickBut { get; set; }

    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = new();

    // Before the field hands its attributes to its input.
    public override int Order => -1;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.Attributes.SetAttribute("list", PickList);
        output.Attributes.SetAttribute("autocomplete", "off");
        output.Attributes.SetAttribute("maxlength", "120");
        output.Attributes.SetAttribute("hx-get", $"{ViewContext.HttpContext.Request.PathBase}/people/pick{(PickBut is { } but ? $"?but={but}" : "")}");
        output.Attributes.SetAttribute("hx-trigger", "input changed delay:200ms");
        output.Attributes.SetAttribute("hx-target", "#" + PickList);
        output.Attributes.SetAttribute("hx-swap", "innerHTML");
        var list = new TagBuilder("datalist");
        list.Attributes["id"] = PickList;
        output.PostElement.AppendHtml(list);
    }
}
