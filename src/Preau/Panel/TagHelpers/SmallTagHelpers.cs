using System.Globalization;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Preau.Shared;

namespace Preau.Panel.TagHelpers;

/// <summary><c>&lt;icon name="users" /&gt;</c> from the sprite; decoration, so hidden from readers. Names are listed in Assets/icons.txt.</summary>
[HtmlTargetElement("icon", TagStructure = TagStructure.WithoutEndTag)]
public sealed class IconTagHelper : TagHelper
{
    public string Name { get; set; } = "";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "svg";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "icon");
        output.Attributes.SetAttribute("aria-hidden", "true");
        output.Content.SetHtmlContent($"<use href=\"/dist/icons.svg#{Name}\"></use>");
    }
}

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
        if (Back is not null)
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
        if (Lead is not null)
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
