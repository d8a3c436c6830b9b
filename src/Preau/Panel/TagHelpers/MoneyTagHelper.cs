using System.Globalization;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Preau.Shared;

namespace Preau.Panel.TagHelpers;

/// <summary><c>&lt;money cents="@gift.AmountCents" currency="EUR" /&gt;</c>.</summary>
[HtmlTargetElement("money", TagStructure = TagStructure.WithoutEndTag)]
public sealed class MoneyTagHelper : TagHelper
{
    public long Cents { get; set; }
    public string Currency { get; set; } = "EUR";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "data";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("value", (Cents / 100m).ToString(CultureInfo.InvariantCulture));
        output.Content.SetContent(new Money(Cents, Currency).ToString(CultureInfo.CurrentCulture));
    }
}
