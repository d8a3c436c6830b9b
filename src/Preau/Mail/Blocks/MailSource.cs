using System.Net;
using System.Text.RegularExpressions;
using Markdig;

namespace Preau.Mail.Blocks;

/// <summary>The text of a mail in each of its ways of writing: what is kept of it, the HTML that it makes, and the same in another way.</summary>
public static partial class MailSource
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UseEmphasisExtras(Markdig.Extensions.EmphasisExtras.EmphasisExtraOptions.Strikethrough).DisableHtml().Build();

    /// <summary>Why what a browser sent cannot be kept, as a sentence to translate; null where it can.</summary>
    public static string? WhyNot(MailFormat format, string? body)
    {
        if (!Enum.IsDefined(format) || (format == MailFormat.Blocks && IsTree(body) && BlockTree.Read(body) is null)) return "The text came in a way that cannot be read. Load the page again; without scripts, write it as Markdown.";
        return format != MailFormat.Markdown && MailHtml.HasLiquidBetweenRows(body) ? "Between the rows of a table words in braces would leave the table. Write them into a cell." : null;
    }

    // Else it was typed into the plain field that is there without scripts.
    private static bool IsTree(string? body) => body?.TrimStart().StartsWith("{\"", StringComparison.Ordinal) == true;

    /// <summary>What may be kept of what a browser sent. Empty where nothing would be seen.</summary>
    public static string Clean(MailFormat format, string? body) => format switch
    {
        MailFormat.Blocks => BlockTree.Write(IsTree(body) ? BlockTree.Read(body) ?? [] : BlocksOfHtml.Read(MailHtml.Of(body))),
        MailFormat.Markdown => body?.Trim().ReplaceLineEndings("\n") ?? "",
        _ => MailHtml.Of(body),
    };

    /// <summary>As HTML with Liquid in its text, before styles and links are put in.</summary>
    public static string Html(MailFormat format, string body, MailLook look) => format switch
    {
        MailFormat.Blocks => BlockHtml.Of(BlockTree.Read(body) ?? [], look),
        MailFormat.Markdown => MailHtml.Of(OfMarkdown(body)),
        _ => body,
    };

    // A mail's first heading is its subject. Markdig writes the braces of Liquid in an address as what they are in one.
    private static string OfMarkdown(string body) => LiquidAddress().Replace(
        Markdown.ToHtml(body, Pipeline).Replace("<h1>", "<h2>", StringComparison.Ordinal).Replace("</h1>", "</h2>", StringComparison.Ordinal),
        m => $"href=\"{WebUtility.HtmlEncode(Uri.UnescapeDataString(WebUtility.HtmlDecode(m.Groups["address"].Value)))}\"");

    [GeneratedRegex(@"href=""(?<address>[^""]*%7B(?:%7B|%25|%)[^""]*)""", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex LiquidAddress();

    /// <summary>The same text in another way of writing. What that one has no way to say is left out: a button becomes a link, columns follow each other.</summary>
    public static string Turned(MailFormat from, MailFormat to, string body, MailLook look)
    {
        if (from == to || string.IsNullOrWhiteSpace(body)) return body;
        var html = Html(from, body, look);
        return to switch
        {
            MailFormat.Blocks => BlockTree.Write(BlocksOfHtml.Read(html)),
            MailFormat.Html => MailHtml.Of(html),
            _ => MarkdownOf.Blocks(from == MailFormat.Blocks ? BlockTree.Read(body) ?? [] : BlocksOfHtml.Read(html)),
        };
    }
}
