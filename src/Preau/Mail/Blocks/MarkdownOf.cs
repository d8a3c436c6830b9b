using System.Globalization;
using System.Text;

namespace Preau.Mail.Blocks;

/// <summary>Blocks as Markdown, as somebody would type it.</summary>
internal static class MarkdownOf
{
    public static string Blocks(IEnumerable<Block> blocks) => string.Join("\n\n", blocks.Select(b => Of(b)).Where(t => t.Length > 0));

    private static string Of(Block block) => block switch
    {
        Block.Paragraph p => Words(p.Spans),
        Block.Heading h => $"{new string('#', h.Level)} {Words(h.Spans)}",
        Block.Items items => string.Join('\n', items.Each.Select((blocks, n) => Hung(items.IsNumbered ? string.Create(CultureInfo.InvariantCulture, $"{n + 1}. ") : "- ", blocks))),
        Block.Quote quote => string.Join('\n', Blocks(quote.Blocks).Split('\n').Select(l => l.Length > 0 ? "> " + l : ">")),
        Block.Picture { Href.Length: > 0 } p => $"[![{p.Alt}]({p.Source})]({p.Href})",
        Block.Picture p => $"![{p.Alt}]({p.Source})",
        Block.Button button => $"[{button.Text}]({button.Href})",
        Block.Columns columns => string.Join("\n\n", columns.Each.Select(Blocks)),
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
            var words = span.Text == "\n" ? "\\\n" : LiquidTags.AreIn(span.Text) ? span.Text : Escaped(span.Text);
            if (span.Marks.HasFlag(BlockMarks.Code)) words = $"`{span.Text}`";
            if (span.Marks.HasFlag(BlockMarks.Strike)) words = $"~~{words}~~";
            if (span.Marks.HasFlag(BlockMarks.Italic)) words = $"*{words}*";
            if (span.Marks.HasFlag(BlockMarks.Bold)) words = $"**{words}**";
            text.Append(span.Href is { } href ? $"[{words}]({href})" : words);
        }

        return text.ToString();
    }

    private static string Escaped(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (c is '\\' or '*' or '_' or '[' or ']' or '`' or '<') result.Append('\\');
            result.Append(c);
        }

        return result.ToString();
    }
}
