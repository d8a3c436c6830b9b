using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Preau.Panel.TagHelpers;

/// <summary><c>&lt;icon name="users" /&gt;</c> from the sprite; decoration, so hidden from readers. Names are listed in Assets/icons.txt.</summary>
[HtmlTargetElement("icon", TagStructure = TagStructure.WithoutEndTag)]
public sealed class IconTagHelper : TagHelper
{
    public string Name { get; set; } = "";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = null;
        output.Content.SetHtmlContent(Markup(Name));
    }

    /// <summary>The same for other elements that draw one.</summary>
    public static string Markup(string name) => $"<svg class=\"icon\" aria-hidden=\"true\"><use href=\"/dist/icons.svg#{name}\"></use></svg>";
}
