using System.Text;
using MimeKit.Text;
using Preau.Shared;

namespace Preau.Mail.Inbox;

/// <summary>A stranger's HTML as text: no tag is kept, nothing is fetched, and however deep it is, it is read in one pass.</summary>
public static class HtmlText
{
    private const int LongestHtml = 512 * 1024;

    public static string Of(string html)
    {
        var tokens = new HtmlTokenizer(new StringReader(html.Cut(LongestHtml)));
        var text = new StringBuilder();
        var (hidden, quoted, href) = (0, 0, "");
        while (tokens.ReadNextToken(out var token) && text.Length <= InboxMail.LongestText)
        {
            switch (token)
            {
                case HtmlTagToken tag when tag.Id is HtmlTagId.Script or HtmlTagId.Style or HtmlTagId.Head or HtmlTagId.Title:
                    hidden = tag.IsEndTag ? Math.Max(0, hidden - 1) : tag.IsEmptyElement ? hidden : hidden + 1;
                    break;
                // Where a mail has no end of its head, its body begins all the same.
                case HtmlTagToken { Id: HtmlTagId.Body }: hidden = 0; break;
                case HtmlTagToken { Id: HtmlTagId.BlockQuote } tag:
                    quoted = Math.Max(0, quoted + (tag.IsEndTag ? -1 : 1));
                    Break(text, quoted);
                    break;
                case HtmlTagToken { Id: HtmlTagId.A } tag:
                    if (!tag.IsEndTag) href = tag.Attributes.FirstOrDefault(a => a.Id == HtmlAttributeId.Href)?.Value ?? "";
                    else if (href.StartsWith("http", StringComparison.OrdinalIgnoreCase) && href.Length < 500 && !text.ToString(Math.Max(0, text.Length - href.Length), Math.Min(text.Length, href.Length)).Equals(href, StringComparison.Ordinal)) text.Append(" (").Append(href).Append(')');
                    break;
                case HtmlTagToken tag when IsBlock(tag.Id): Break(text, quoted); break;
                case HtmlTagToken { Id: HtmlTagId.TD or HtmlTagId.TH, IsEndTag: true }: text.Append("  "); break;
                case HtmlDataToken { Kind: HtmlTokenKind.Data } data when hidden == 0: Write(data.Data, text); break;
            }
        }

        return text.ToString().Trim();
    }

    private static bool IsBlock(HtmlTagId tag) => tag is HtmlTagId.P or HtmlTagId.Div or HtmlTagId.Br or HtmlTagId.LI or HtmlTagId.TR or HtmlTagId.UL or HtmlTagId.OL or HtmlTagId.Table or HtmlTagId.H1 or HtmlTagId.H2 or HtmlTagId.H3 or HtmlTagId.H4 or HtmlTagId.HR or HtmlTagId.Pre;

    private static void Break(StringBuilder text, int quoted)
    {
        if (text.Length == 0 && quoted == 0) return;
        text.Append('\n');
        if (quoted > 0) text.Append('>').Append(' ');
    }

    private static void Write(string data, StringBuilder text)
    {
        foreach (var sign in data)
        {
            var isGap = char.IsWhiteSpace(sign);
            if (!isGap) text.Append(sign);
            else if (text.Length > 0 && !char.IsWhiteSpace(text[^1])) text.Append(' ');
        }
    }
}
