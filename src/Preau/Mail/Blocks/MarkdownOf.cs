using System.Buffers;
using System.Globalization;
using System.Text;
using Preau.Mail.Limits;

namespace Preau.Mail.Blocks;

/// <summary>Blocks as Markdown, as somebody would type it.</summary>
internal static class MarkdownOf
{
    // An address with one of them needs brackets around it.
    private static readonly SearchValues<char> OfNoAddress = SearchValues.Create(" ()<>{}");

    public static string Blocks(IEnumerable<Block> blocks) => string.Join("\n\n", blocks.Select(b => Of(b)).Where(t => t.Length > 0));

    private static string Of(Block block) => block switch
    {
        Block.Paragraph p => Begun(Words(p.Spans)),
        Block.Heading h => $"{new string('#', h.Level)} {Words(h.Spans).Replace("\\\n", " ", StringComparison.Ordinal)}",
        Block.Items items => string.Join('\n', items.Each.Select((blocks, n) => Hung(items.IsNumbered ? string.Create(CultureInfo.InvariantCulture, $"{n + 1}. ") : "- ", blocks))),
        Block.Quote quote => string.Join('\n', Blocks(quote.Blocks).Split('\n').Select(l => l.Length > 0 ? "> " + l : ">")),
        Block.Picture { Href.Length: > 0 } p => $"[![{Escaped(p.Alt)}]({p.Source})]({Address(p.Href)})",
        Block.Picture p => $"![{Escaped(p.Alt)}]({p.Source})",
        Block.Button button => $"[{Escaped(button.Text)}]({Address(button.Href)})",
        Block.Columns columns => string.Join("\n\n", columns.Each.Select(Blocks)),
        Block.Limited limited => $"{LimitTag.Open(limited.SegmentId, limited.IsAllBut)}\n\n{Blocks(limited.Blocks)}\n\n{LimitTag.Close(limited.IsAllBut)}",
        Block.Rule => "---",
        _ => "",
    };

    private static string Hung(string mark, IReadOnlyList<Block> blocks)
    {
        var indent = new string(' ', mark.Length);
        return mark + string.Join('\n', Blocks(blocks).Split('\n').Select((l, n) => n == 0 || l.Length == 0 ? l : indent + l));
    }

    private static string Words(IEnumerable<BlockSpan> spans)
    {
        var text = new StringBuilder();
        foreach (var span in spans)
        {
            if (span.Text == "\n")
            {
                text.Append("\\\n");
                continue;
            }

            // Marks hold words, not the spaces around them.
            var words = span.Text.Trim();
            var (before, after) = (span.Text[..^span.Text.TrimStart().Length], words.Length == 0 ? "" : span.Text[span.Text.TrimEnd().Length..]);
            if (words.Length > 0) words = Marked(span, words);
            if (span.Href is { } href && words.Length > 0)
            {
                if (text is [.., '!'] && before.Length == 0) text.Insert(text.Length - 1, '\\');
                words = $"[{words}]({Address(href)})";
            }

            text.Append(before).Append(words).Append(after);
        }

        return text.ToString();
    }

    private static string Marked(BlockSpan span, string words)
    {
        var marked = span.Marks.HasFlag(BlockMarks.Code) ? $"`{words}`" : Escaped(words);
        if (span.Marks.HasFlag(BlockMarks.Strike)) marked = $"~~{marked}~~";
        if (span.Marks.HasFlag(BlockMarks.Italic)) marked = $"*{marked}*";
        return span.Marks.HasFlag(BlockMarks.Bold) ? $"**{marked}**" : marked;
    }

    /// <summary>Not a list, a heading or a quotation, though it begins like one.</summary>
    private static string Begun(string text)
    {
        if (text is ['-' or '+' or '#' or '>', ..]) return "\\" + text;
        var figures = text.TakeWhile(char.IsAsciiDigit).Count();
        return figures > 0 && figures < text.Length && text[figures] is '.' or ')' ? text.Insert(figures, "\\") : text;
    }

    private static string Address(string href) => href.AsSpan().IndexOfAny(OfNoAddress) < 0 ? href : $"<{href.Replace("<", "%3C", StringComparison.Ordinal).Replace(">", "%3E", StringComparison.Ordinal)}>";

    /// <summary>What Liquid says stays as it is.</summary>
    private static string Escaped(string text)
    {
        var result = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '{' && at + 1 < text.Length && text[at + 1] is '{' or '%' && text.IndexOf(text[at + 1] == '{' ? "}}" : "%}", at, StringComparison.Ordinal) is >= 0 and var end)
            {
                result.Append(text, at, end + 2 - at);
                at = end + 1;
                continue;
            }

            if (text[at] is '\\' or '*' or '_' or '[' or ']' or '`' or '<' or '~') result.Append('\\');
            result.Append(text[at]);
        }

        return result.ToString();
    }
}
