using Ganss.Xss;
using Preau.Site;

namespace Preau.Mail.Blocks;

/// <summary>
/// HTML that somebody brings along for a mail, as far as a mail may hold it: text, tables and the styles in their tags. No script, no form, no style sheet, nothing that is fetched from
/// elsewhere: a picture of another's would tell its host who reads the mail.
/// </summary>
public static class MailHtml
{
    private static readonly HtmlSanitizer Sanitizer = Make();

    public static string Of(string? html)
    {
        if (string.IsNullOrWhiteSpace(html)) return "";
        // Text in no block was typed without tags: its lines are lines.
        if (!html.Contains('<', StringComparison.Ordinal) || !Tags.Any(t => html.Contains($"<{t}", StringComparison.OrdinalIgnoreCase))) return CleanHtml.Of(html);
        return Sanitizer.Sanitize(html).Trim();
    }

    private static readonly string[] Tags = ["table", "div", "span", "center", "font", "style=", "align="];

    private static HtmlSanitizer Make()
    {
        var sanitizer = new HtmlSanitizer(new HtmlSanitizerOptions
        {
            AllowedTags = new HashSet<string>(
                ["p", "br", "h1", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "a", "img", "figure", "figcaption", "strong", "b", "em", "i", "u", "s", "del", "small", "sup", "sub", "code", "pre", "hr", "table", "thead", "tbody", "tfoot", "tr", "th", "td", "caption", "div", "span", "center", "font"],
                StringComparer.OrdinalIgnoreCase),
            AllowedAttributes = new HashSet<string>(
                ["href", "src", "alt", "width", "height", "title", "colspan", "rowspan", "start", "style", "align", "valign", "bgcolor", "cellpadding", "cellspacing", "border", "role", "class", "color", "face", "size", "lang", "dir"],
                StringComparer.OrdinalIgnoreCase),
            AllowedSchemes = new HashSet<string>(["http", "https", "mailto", "tel"], StringComparer.OrdinalIgnoreCase),
            AllowedCssProperties = new HashSet<string>(
                ["color", "background-color", "font-family", "font-size", "font-weight", "font-style", "line-height", "letter-spacing", "text-align", "text-decoration", "text-transform", "vertical-align", "white-space", "width", "max-width", "min-width", "height", "display", "direction",
                 "padding", "padding-top", "padding-right", "padding-bottom", "padding-left", "margin", "margin-top", "margin-right", "margin-bottom", "margin-left",
                 "border", "border-top", "border-right", "border-bottom", "border-left", "border-color", "border-style", "border-width", "border-radius", "border-collapse", "border-spacing"],
                StringComparer.OrdinalIgnoreCase),
            UriAttributes = new HashSet<string>(["href", "src"], StringComparer.OrdinalIgnoreCase),
        });
        sanitizer.FilterUrl += (_, e) =>
        {
            // Only links and pictures lead anywhere; a style does not.
            if (e.Tag.LocalName is not ("a" or "img")) e.SanitizedUrl = null;
            else if (e.Tag.LocalName == "a" && LinkAddress.Of(e.OriginalUrl) is { } whole && whole != e.OriginalUrl) e.SanitizedUrl = whole;
        };
        sanitizer.PostProcessNode += (_, e) =>
        {
            if (e.Node is AngleSharp.Html.Dom.IHtmlImageElement picture && picture.GetAttribute("src")?.StartsWith("/files/", StringComparison.Ordinal) != true) picture.Remove();
        };
        return sanitizer;
    }
}
