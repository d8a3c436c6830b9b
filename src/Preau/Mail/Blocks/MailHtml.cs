using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Ganss.Xss;
using Preau.Site;

namespace Preau.Mail.Blocks;

/// <summary>
/// HTML that somebody brings along for a mail, as far as a mail may hold it: text, tables and the styles in their tags. No script, no form, no style sheet, nothing that is fetched from
/// elsewhere: a picture of another's would tell its host who reads the mail.
/// </summary>
public static partial class MailHtml
{
    // Shorthands are looked at side by side.
    private static readonly string[] Sides = ["top", "right", "bottom", "left"];
    private static readonly HtmlSanitizer Sanitizer = Make();

    // What stands in them is no text of a mail. Any other tag that a mail may not hold leaves what stands in it.
    private const string NoText = "script, style, title, template, noscript, iframe, object, textarea, select, svg, math";

    // Without one of them, text was typed without tags, and its lines are lines.
    private const string Blocks = "p, div, table, h1, h2, h3, h4, h5, h6, ul, ol, blockquote, center, section, article, header, footer, main, pre, hr, figure";

    // What CleanHtml keeps within a line; any other tag there leaves its words.
    private static readonly HashSet<string> InLine = new(["a", "br", "img", "strong", "b", "em", "i", "u", "s", "code"], StringComparer.OrdinalIgnoreCase);

    public static string Of(string? html)
    {
        if (string.IsNullOrWhiteSpace(html)) return "";
        var body = new HtmlParser().ParseDocument(html).Body!;
        foreach (var element in body.QuerySelectorAll(NoText).ToList()) element.Remove();
        // «Ana <ana@example.org>» is no tag.
        foreach (var address in body.QuerySelectorAll("*").Where(e => e.LocalName.Contains('@', StringComparison.Ordinal)).ToList()) Unwrap(address, $"<{address.LocalName}>");
        if (body.QuerySelector(Blocks) is not null) return Sanitizer.Sanitize(body.InnerHtml).Trim();
        foreach (var element in body.QuerySelectorAll("*").Where(e => !InLine.Contains(e.LocalName)).ToList()) Unwrap(element, "");
        return CleanHtml.Of(body.InnerHtml);
    }

    /// <summary>Whether Liquid stands between the rows of a table, where a browser's parser moves it out of the table: everybody would get the row.</summary>
    public static bool HasLiquidBetweenRows(string? html) => html is not null && BetweenRows().IsMatch(html);

    private static void Unwrap(IElement element, string before)
    {
        if (before.Length > 0) element.Before(element.Owner!.CreateTextNode(before));
        element.Replace([.. element.ChildNodes]);
    }

    [GeneratedRegex(@"</?(?:table|thead|tbody|tfoot|tr)\b[^>]*>\s*\{[%{]", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex BetweenRows();

    private static HtmlSanitizer Make()
    {
        var sanitizer = new HtmlSanitizer(new HtmlSanitizerOptions
        {
            AllowedTags = new HashSet<string>(
                ["p", "br", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "a", "img", "figure", "figcaption", "strong", "b", "em", "i", "u", "s", "del", "small", "sup", "sub", "code", "pre", "hr", "table", "thead", "tbody", "tfoot", "tr", "th", "td", "caption", "div", "span", "center", "font"],
                StringComparer.OrdinalIgnoreCase),
            AllowedAttributes = new HashSet<string>(
                ["href", "src", "alt", "width", "height", "title", "colspan", "rowspan", "start", "style", "align", "valign", "bgcolor", "cellpadding", "cellspacing", "border", "role", "class", "color", "face", "size", "lang", "dir"],
                StringComparer.OrdinalIgnoreCase),
            AllowedSchemes = new HashSet<string>(["http", "https", "mailto", "tel"], StringComparer.OrdinalIgnoreCase),
            AllowedCssProperties = new HashSet<string>(
                ["color", "background-color", "font-family", "font-size", "font-weight", "font-style", "line-height", "letter-spacing", "text-align", "text-decoration", "text-transform", "vertical-align", "white-space", "width", "max-width", "min-width", "height", "display", "direction",
                 "padding", "padding-top", "padding-right", "padding-bottom", "padding-left", "margin", "margin-top", "margin-right", "margin-bottom", "margin-left",
                 "border", "border-top", "border-right", "border-bottom", "border-left", "border-color", "border-style", "border-width", "border-radius", "border-collapse", "border-spacing", "text-decoration-line", "text-decoration-style", "text-decoration-color",
                 .. Sides.SelectMany(side => new[] { $"border-{side}-width", $"border-{side}-style", $"border-{side}-color" }), "border-top-left-radius", "border-top-right-radius", "border-bottom-right-radius", "border-bottom-left-radius"],
                StringComparer.OrdinalIgnoreCase),
            UriAttributes = new HashSet<string>(["href", "src"], StringComparer.OrdinalIgnoreCase),
        });
        sanitizer.KeepChildNodes = true;
        sanitizer.FilterUrl += (_, e) =>
        {
            // Only links and pictures lead anywhere; a style does not.
            if (e.Tag.LocalName is not ("a" or "img")) e.SanitizedUrl = null;
            else if (e.Tag.LocalName == "a" && LinkAddress.Of(e.OriginalUrl) is { } whole && (whole != e.OriginalUrl || LiquidTags.AreIn(whole))) e.SanitizedUrl = whole;
        };
        CleanHtml.OnlyOurPictures(sanitizer);
        return sanitizer;
    }
}
