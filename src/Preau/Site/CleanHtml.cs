using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using AngleSharp;
using AngleSharp.Dom;
using Ganss.Xss;

namespace Preau.Site;

/// <summary>What editors may write: text, headings, lists, quotations, links, pictures of our own. All else is taken out before it is kept.</summary>
public static partial class CleanHtml
{
    private static readonly HtmlSanitizer Sanitizer = Make();

    private static readonly FrozenSet<string> Blocks = new[] { "p", "h2", "h3", "h4", "ul", "ol", "blockquote", "figure", "img", "pre", "hr", "table" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>What may be kept of it. Text that stands in no block was written in the plain field that is there without scripts: an empty line begins a paragraph, and a line a line.</summary>
    public static string Of(string? html)
    {
        if (string.IsNullOrWhiteSpace(html) || Sanitizer.SanitizeDom(html).Body is not { } body) return "";
        var (kept, loose) = (new StringBuilder(), new StringBuilder());
        foreach (var node in body.ChildNodes)
        {
            if (node is IElement element && Blocks.Contains(element.LocalName))
            {
                Close(loose, kept);
                kept.Append(node.ToHtml(Sanitizer.OutputFormatter));
            }
            else if (node is not IText)
            {
                loose.Append(node.ToHtml(Sanitizer.OutputFormatter));
            }
            else
            {
                Add(node.ToHtml(Sanitizer.OutputFormatter), loose, kept);
            }
        }

        Close(loose, kept);
        return kept.ToString().Trim();
    }

    private static void Add(string text, StringBuilder loose, StringBuilder kept)
    {
        // Between two blocks, or the tags of a template around them.
        if (loose.Length == 0 && OfNoReader().IsMatch(text))
        {
            kept.Append(text);
            return;
        }

        var paragraphs = EmptyLine().Split(text.ReplaceLineEndings("\n"));
        for (var i = 0; i < paragraphs.Length; i++)
        {
            if (i > 0) Close(loose, kept);
            loose.Append(paragraphs[i].Replace("\n", "<br>", StringComparison.Ordinal));
        }
    }

    private static void Close(StringBuilder loose, StringBuilder kept)
    {
        var text = Edges().Replace(loose.ToString(), "");
        loose.Clear();
        if (text.Length > 0) kept.Append(CultureInfo.InvariantCulture, $"<p>{text}</p>");
    }

    [GeneratedRegex(@"^(\s|<br>)+|(\s|<br>)+$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Edges();

    [GeneratedRegex(@"^\s*(\{%[^%]*%\}\s*)*$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex OfNoReader();

    [GeneratedRegex(@"\n[^\S\n]*\n\s*", RegexOptions.NonBacktracking)]
    private static partial Regex EmptyLine();

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
        sanitizer.FilterUrl += (_, e) =>
        {
            // Before the scheme is judged: in «example.org:8080/x» the host would be taken for one. What leads nowhere is said where it is saved.
            if (e.Tag.LocalName == "a" && LinkAddress.Of(e.OriginalUrl) is { } whole && whole != e.OriginalUrl) e.SanitizedUrl = whole;
        };
        OnlyOurPictures(sanitizer);
        return sanitizer;
    }

    /// <summary>A picture from elsewhere would tell its host who reads the page, or the mail.</summary>
    public static void OnlyOurPictures(HtmlSanitizer sanitizer) => sanitizer.PostProcessNode += (_, e) =>
    {
        if (e.Node is AngleSharp.Html.Dom.IHtmlImageElement picture && picture.GetAttribute("src")?.StartsWith("/files/", StringComparison.Ordinal) != true) picture.Remove();
    };
}
