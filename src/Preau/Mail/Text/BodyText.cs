using System.Globalization;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Preau.Files;
using Preau.Mail.Blocks;
using Preau.Mail.Limits;
using Preau.Site;

namespace Preau.Mail;

/// <summary>A blast's text made ready for mail programs: styles in the tags, whole addresses, links that can be followed up, and the same as plain text.</summary>
/// <param name="Html">With Liquid in it, and a mark in the place of each link.</param>
/// <param name="Plain">The same in plain text.</param>
/// <param name="Links">Where the marks lead, by number.</param>
public sealed record BodyText(string Html, string Plain, IReadOnlyList<string> Links)
{
    /// <summary>Around the number of a link. Private-use signs, which no keyboard writes.</summary>
    public const char LinkStart = '\uE000';
    public const char LinkEnd = '\uE001';

    // What the frame leaves free on both sides of the text, and what lies between two columns, in pixels.
    private const int FrameMargin = 64, ColumnGap = 20;

    private static readonly Dictionary<string, string> Styles = new(StringComparer.Ordinal)
    {
        ["p"] = "margin:0 0 16px 0", ["h2"] = "margin:28px 0 12px 0;font-size:24px;line-height:1.25", ["h3"] = "margin:24px 0 10px 0;font-size:20px;line-height:1.3", ["h4"] = "margin:20px 0 8px 0;font-size:17px",
        ["ul"] = "margin:0 0 16px 0;padding-left:24px", ["ol"] = "margin:0 0 16px 0;padding-left:24px", ["li"] = "margin:0 0 6px 0", ["blockquote"] = "margin:0 0 16px 0;padding:0 0 0 16px;border-left:3px solid #d9d4c8",
        ["hr"] = "border:0;border-top:1px solid #d9d4c8;margin:24px 0", ["figure"] = "margin:0 0 16px 0", ["figcaption"] = "font-size:14px;padding-top:6px;color:", ["td"] = "padding:6px 8px;vertical-align:top", ["th"] = "padding:6px 8px;vertical-align:top;text-align:left",
    };

    /// <param name="body">Clean HTML with Liquid.</param>
    /// <param name="origin">The site, without a slash at its end.</param>
    /// <param name="accent">The colour of links.</param>
    /// <param name="quiet">That of small print.</param>
    /// <param name="width">Of the frame, in pixels.</param>
    /// <param name="find">Where mails find a picture of the campaign's.</param>
    public static BodyText Of(string body, string origin, string accent, string quiet = MailLook.UsualQuiet, int width = MailLook.UsualWidth, Func<string, MailPicture?>? find = null)
    {
        var document = new HtmlParser().ParseDocument(body);
        var root = document.Body ?? throw new InvalidOperationException("A parsed document has a body.");
        var links = new List<string>();
        // Who gets no part gets no empty paragraphs in its place either.
        foreach (var line in root.QuerySelectorAll("p").ToList())
        {
            if (LimitTag.OfLine(line.TextContent) is { } tag) line.Replace(document.CreateTextNode(tag.Tight));
        }

        foreach (var element in root.QuerySelectorAll("*").ToList())
        {
            if (Styles.TryGetValue(element.LocalName, out var style) && !IsLayout(element)) Style(element, element.LocalName == "figcaption" ? style + quiet : style);
            if (element.LocalName == "img") Picture(element, origin, width - FrameMargin, find);
            if (element.LocalName == "a") Link(element, origin, accent, links);
        }

        // In plain text they stay as they were typed: whoever reads that presses them there.
        var plain = PlainText.Of(root);
        foreach (var typed in TypedLinks.Make(root)) Link(typed, origin, accent, links);
        return new BodyText(LiquidTags.Unescaped(root.InnerHtml), plain, links);
    }

    public static string Mark(int link) => string.Create(CultureInfo.InvariantCulture, $"{LinkStart}{link}{LinkEnd}");

    /// <summary>Puts addresses in the place of marks. A mark that names no link of this mail stays what it is.</summary>
    public static string Expand(string text, Func<int, string?> address)
    {
        var at = text.IndexOf(LinkStart, StringComparison.Ordinal);
        if (at < 0) return text;
        var (result, from) = (new StringBuilder(text.Length + 512), 0);
        for (; at >= 0; at = text.IndexOf(LinkStart, at + 1))
        {
            var end = text.IndexOf(LinkEnd, at);
            if (end < 0 || !int.TryParse(text.AsSpan(at + 1, end - at - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || address(number) is not { } url) continue;
            result.Append(text, from, at - from).Append(url);
            from = end + 1;
        }

        return result.Append(text, from, text.Length - from).ToString();
    }

    private static void Picture(IElement picture, string origin, int room, Func<string, MailPicture?>? find)
    {
        if (picture.GetAttribute("src") is ['/', ..] path)
        {
            var found = find?.Invoke(path);
            picture.SetAttribute("src", origin + (found?.Path ?? path));
            // Outlook on Windows knows no greatest width.
            if (found is not null && !picture.HasAttribute("width")) picture.SetAttribute("width", Math.Min(found.Width, Room(picture, room)).ToString(CultureInfo.InvariantCulture));
        }

        if (!picture.HasAttribute("alt")) picture.SetAttribute("alt", "");
        Style(picture, "display:block;max-width:100%;height:auto;border:0");
    }

    /// <summary>How many pixels there are for a picture in the frame, or in its column.</summary>
    private static int Room(IElement picture, int room) =>
        picture.Closest("td.column")?.GetAttribute("width") is [.. var share, '%'] && int.TryParse(share, NumberStyles.None, CultureInfo.InvariantCulture, out var part) ? room * part / 100 - ColumnGap : room;

    /// <summary>What somebody gave a style of its own keeps it.</summary>
    private static void Style(IElement element, string style)
    {
        if (!element.HasAttribute("style")) element.SetAttribute("style", style);
    }

    /// <summary>A cell of a table that only puts things side by side, and says so for those who hear the mail.</summary>
    private static bool IsLayout(IElement element) => element.LocalName is "td" or "th" && element.Closest("table")?.GetAttribute("role") == "presentation";

    private static void Link(IElement link, string origin, string accent, List<string> links)
    {
        Style(link, $"color:{accent};text-decoration:underline");
        if (link.GetAttribute("href")?.Trim() is not { Length: > 0 } written) return;
        // A mail has no address that a link could be read against.
        var href = LinkAddress.Of(written) ?? written;
        if (href.StartsWith('/')) href = origin + href;
        // An address that Liquid writes is not known before: it stays as it is and is not followed up.
        if (LiquidTags.AreIn(href) || !Uri.TryCreate(href, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            link.SetAttribute("href", href);
            return;
        }

        var number = links.IndexOf(href);
        if (number < 0)
        {
            number = links.Count;
            links.Add(href);
        }

        link.SetAttribute("href", Mark(number));
    }
}
