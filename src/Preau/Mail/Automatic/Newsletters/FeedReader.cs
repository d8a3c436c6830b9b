using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using AngleSharp.Html.Parser;

namespace Preau.Mail.Automatic.Newsletters;

/// <summary>Something that is new.</summary>
/// <param name="Key">What it is known by, whatever its words become.</param>
/// <param name="Url">Where it is read; of the public web, or of the campaign's own site.</param>
public sealed record NewsItem(string Key, string Title, string Url, string Summary, DateTimeOffset? At);

/// <summary>Reads RSS and Atom that a stranger wrote: no document type, no entities but those of XML, plain words only, and none that Liquid would read.</summary>
public static class FeedReader
{
    public const int MostItems = 50;
    public const int LongestTitle = 200;
    public const int LongestSummary = 300;
    private static readonly XmlReaderSettings Careful = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = 4 * 1024 * 1024, IgnoreComments = true, IgnoreProcessingInstructions = true };

    /// <summary>Newest first as the feed has them; null where it is none.</summary>
    public static IReadOnlyList<NewsItem>? Read(byte[] content, Uri? from)
    {
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(content), Careful);
            var root = XDocument.Load(reader).Root;
            if (root?.Name.LocalName is not ("rss" or "feed" or "RDF")) return null;
            return [.. root.Descendants().Where(e => e.Name.LocalName is "item" or "entry").Take(MostItems).Select(e => Of(e, from)).OfType<NewsItem>()];
        }
        catch (XmlException)
        {
            return null;
        }
    }

    /// <summary>Plain words in one line, shortened, that neither HTML nor Liquid reads as its own.</summary>
    public static string Words(string? html, int longest)
    {
        return Plain(html is { Length: > 0 } ? new HtmlParser().ParseDocument(html.Length > 50_000 ? html[..50_000] : html).Body?.TextContent ?? "" : "", longest);
    }

    /// <summary>The same of what is no HTML.</summary>
    public static string Plain(string text, int longest)
    {
        var line = MailTemplate.Line(text, longest + 1);
        if (line.Length > longest) line = line[..longest].TrimEnd() + "…";
        return line.Replace("{", "(", StringComparison.Ordinal).Replace("}", ")", StringComparison.Ordinal);
    }

    public static string KeyOf(string id) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)))[..32];

    private static NewsItem? Of(XElement item, Uri? from)
    {
        string? Text(params string[] names) => names.Select(n => item.Elements().FirstOrDefault(e => e.Name.LocalName == n)?.Value).FirstOrDefault(v => !string.IsNullOrWhiteSpace(v));
        var link = item.Elements().Where(e => e.Name.LocalName == "link").OrderBy(e => e.Attribute("rel")?.Value is null or "alternate" ? 0 : 1).Select(e => e.Attribute("href")?.Value ?? e.Value).FirstOrDefault(v => !string.IsNullOrWhiteSpace(v));
        var title = Words(Text("title"), LongestTitle);
        if (title.Length == 0 || FetchFeed.Read(link?.Trim(), from) is not { } url || LiquidTags.AreIn(url.AbsoluteUri)) return null;
        var at = DateTimeOffset.TryParse(Text("pubDate", "published", "updated", "date"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var read) ? read : (DateTimeOffset?)null;
        return new NewsItem(KeyOf(Text("guid", "id") ?? url.AbsoluteUri), title, url.AbsoluteUri, Words(Text("description", "summary"), LongestSummary), at);
    }
}
