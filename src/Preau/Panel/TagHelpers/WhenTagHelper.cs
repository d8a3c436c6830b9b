using System.Globalization;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Preau.Panel.TagHelpers;

/// <summary><c>&lt;when at="@person.CreatedAt" /&gt;</c>: an instant in the nation's time zone, in the reader's language. <c>day</c> leaves the hour out.</summary>
[HtmlTargetElement("when", TagStructure = TagStructure.WithoutEndTag)]
public sealed class WhenTagHelper(CurrentNation nation) : TagHelper
{
    public DateTimeOffset? At { get; set; }
    public bool Day { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (At is not { } at)
        {
            output.SuppressOutput();
            return;
        }

        var local = nation.IsEntered ? TimeZoneInfo.ConvertTime(at, nation.Facts.Zone) : at;
        output.TagName = "time";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("datetime", at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
        output.Content.SetContent(local.ToString(Day ? "d MMM yyyy" : "d MMM yyyy, HH:mm", CultureInfo.CurrentCulture));
    }
}
