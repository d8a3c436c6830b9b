using System.Text.RegularExpressions;
using Ganss.Xss;

namespace Preau.Site;

/// <summary>What editors may write: text, headings, lists, quotations, links, pictures of our own. All else is taken out before it is kept.</summary>
public static partial class CleanHtml
{
    private static readonly HtmlSanitizer Sanitizer = Make();

    // What a block begins with; without any, somebody wrote in the plain field that is there without scripts.
    [GeneratedRegex(@"<(p|br|h[1-6]|ul|ol|li|blockquote|figure|table|hr|pre|div|img)\b", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Block();

    /// <summary>What may be kept of it. In plain text an empty line begins a paragraph, and a line a line.</summary>
    public static string Of(string? html) => string.IsNullOrWhiteSpace(html) ? "" : Sanitizer.Sanitize(Block().IsMatch(html) ? html : Paragraphs(html)).Trim();

    private static string Paragraphs(string text) =>
        string.Concat(text.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(p => $"<p>{p.Replace("\n", "<br>", StringComparison.Ordinal)}</p>"));

    private static HtmlSanitizer Make()
    {
        var sanitizer = new HtmlSanitizer(new HtmlSanitizerOptions
        {
            AllowedTags = new HashSet<string>(["p", "br", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "a", "img", "figure", "figcaption", "strong", "b", "em", "i", "u", "s", "code", "pre", "hr", "table", "thead", "tbody", "tr", "th", "td"], StringComparer.OrdinalIgnoreCase),
            AllowedAttributes = new HashSet<string>(["href", "src", "alt", "width", "height", "title", "colspan", "rowspan", "start"], StringComparer.OrdinalIgnoreCase),
            AllowedSchemes = new HashSet<string>(["http", "https", "mailto", "tel"], StringComparer.OrdinalIgnoreCase),
            AllowedCssProperties = new HashSet<string>(StringComparer.OrdinalIgnoreCase),
            UriAttributes = new HashSet<string>(["href", "src"], StringComparer.OrdinalIgnoreCase),
        });
        // A picture from elsewhere would tell its host who reads the page.
        sanitizer.PostProcessNode += (_, e) =>
        {
            if (e.Node is AngleSharp.Html.Dom.IHtmlImageElement picture && picture.GetAttribute("src")?.StartsWith("/files/", StringComparison.Ordinal) != true) picture.Remove();
        };
        return sanitizer;
    }
}
