using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Preau.Site;

namespace Preau.Mail.Blocks;

/// <summary>HTML as blocks: what somebody wrote before there were any, or brought along. The reverse of <see cref="BlockHtml"/> for all that that writes.</summary>
public static class BlocksOfHtml
{
    private const int MostLevels = 15;

    public static IReadOnlyList<Block> Read(string html) => Blocks(new HtmlParser().ParseDocument(html).Body ?? throw new InvalidOperationException("A parsed document has a body."), 0);

    private static List<Block> Blocks(INode parent, int level)
    {
        var (blocks, loose) = (new List<Block>(), new List<BlockSpan>());
        if (level > MostLevels)
        {
            if (parent.TextContent.Trim() is { Length: > 0 } deep) blocks.Add(new Block.Paragraph([new BlockSpan(deep)], BlockAlign.Left));
            return blocks;
        }

        foreach (var node in parent.ChildNodes)
        {
            if (node is IElement element && Of(element, level) is { } made)
            {
                Close(loose, blocks);
                blocks.AddRange(made);
            }
            else
            {
                Spans(node, BlockMarks.None, null, loose);
            }
        }

        Close(loose, blocks);
        return blocks;
    }

    /// <returns>Null for what is a part of a line.</returns>
    private static IReadOnlyList<Block>? Of(IElement element, int level)
    {
        switch (element.LocalName)
        {
            case "p" when element.QuerySelector("img") is null: return [new Block.Paragraph(Words(element), AlignOf(element))];
            case "h1" or "h2": return [new Block.Heading(2, Words(element), AlignOf(element))];
            case "h3": return [new Block.Heading(3, Words(element), AlignOf(element))];
            case "h4" or "h5" or "h6": return [new Block.Heading(4, Words(element), AlignOf(element))];
            case "ul" or "ol": return [new Block.Items(element.LocalName == "ol", [.. element.Children.Where(c => c.LocalName == "li").Select(li => (IReadOnlyList<Block>)Blocks(li, level + 1))])];
            case "blockquote": return [new Block.Quote(Blocks(element, level + 1))];
            case "hr": return [new Block.Rule()];
            case "img": return Picture(element, "", BlockAlign.Left);
            case "a" when element.ClassList.Contains("button"): return [new Block.Button(Line(element.TextContent), element.GetAttribute("href") ?? "", AlignOf(element))];
            case "a" when element is { Children: [{ LocalName: "img" } picture], TextContent: var words } && string.IsNullOrWhiteSpace(words): return Picture(picture, element.GetAttribute("href") ?? "", AlignOf(element));
            case "table": return Table(element, level);
            case "div" when element.GetAttribute("style")?.StartsWith("height:", StringComparison.Ordinal) == true && string.IsNullOrWhiteSpace(element.TextContent):
                return [new Block.Spacer(int.TryParse(new string([.. element.GetAttribute("style")!["height:".Length..].TakeWhile(char.IsAsciiDigit)]), out var height) ? Math.Clamp(height, 4, 120) : 24)];
            case "p" or "div" or "section" or "center" or "figure" or "figcaption" or "pre" or "dl" or "dt" or "dd": return Blocks(element, level + 1);
            default: return null;
        }
    }

    /// <summary>A row of two or three cells that hold blocks is columns; any other table is read cell by cell.</summary>
    private static IReadOnlyList<Block> Table(IElement table, int level)
    {
        if (table.QuerySelectorAll("td, th").Where(c => c.Closest("table") == table).ToList() is { Count: 2 or 3 } cells && cells.TrueForAll(c => c.ClassList.Contains("column")))
            return [new Block.Columns([.. cells.Select(c => (IReadOnlyList<Block>)Blocks(c, level + 1))])];
        return [.. table.QuerySelectorAll("td, th, caption").Where(c => c.Closest("table") == table).SelectMany(c => Blocks(c, level + 1))];
    }

    private static Block[] Picture(IElement picture, string href, BlockAlign align) =>
        picture.GetAttribute("src") is { } source && source.StartsWith("/files/", StringComparison.Ordinal) ? [new Block.Picture(source, picture.GetAttribute("alt") ?? "", href, align == BlockAlign.Left ? AlignOf(picture) : align)] : [];

    private static void Close(List<BlockSpan> loose, List<Block> blocks)
    {
        var spans = Trimmed(loose);
        loose.Clear();
        if (spans.Count > 0) blocks.Add(new Block.Paragraph(spans, BlockAlign.Left));
    }

    private static List<BlockSpan> Words(IElement element)
    {
        var spans = new List<BlockSpan>();
        foreach (var node in element.ChildNodes) Spans(node, BlockMarks.None, null, spans);
        return Trimmed(spans);
    }

    private static void Spans(INode node, BlockMarks marks, string? href, List<BlockSpan> to)
    {
        switch (node)
        {
            case IText text when Spaces(text.Data) is { Length: > 0 } words:
                if (to is [.., var last] && last.Text != "\n" && last.Marks == marks && last.Href == href) to[^1] = last with { Text = Spaces(last.Text + words) };
                else to.Add(new BlockSpan(words, marks, href));
                break;
            case IElement { LocalName: "br" }: to.Add(new BlockSpan("\n")); break;
            case IElement element:
                marks |= element.LocalName switch { "strong" or "b" => BlockMarks.Bold, "em" or "i" => BlockMarks.Italic, "u" => BlockMarks.Underline, "s" or "del" => BlockMarks.Strike, "code" => BlockMarks.Code, _ => BlockMarks.None };
                // One that leads nowhere stays a link, so that whoever wrote it is told.
                if (element.LocalName == "a" && !element.HasAttribute("name") && !element.HasAttribute("id")) href = element.GetAttribute("href") is { } written ? LinkAddress.Of(written) ?? written : "";
                foreach (var child in element.ChildNodes) Spans(child, marks, href, to);
                break;
        }
    }

    /// <summary>Without the spaces and breaks at both ends, which no browser shows.</summary>
    private static List<BlockSpan> Trimmed(List<BlockSpan> spans)
    {
        var (from, to) = (0, spans.Count);
        while (from < to && string.IsNullOrWhiteSpace(spans[from].Text)) from++;
        while (to > from && string.IsNullOrWhiteSpace(spans[to - 1].Text)) to--;
        var kept = spans.GetRange(from, to - from);
        if (kept.Count == 0) return kept;
        kept[0] = kept[0] with { Text = kept[0].Text.TrimStart() };
        kept[^1] = kept[^1] with { Text = kept[^1].Text.TrimEnd() };
        return kept;
    }

    private static BlockAlign AlignOf(IElement element)
    {
        var set = element.GetAttribute("align") ?? element.Closest("[align]")?.GetAttribute("align");
        return EnumText<BlockAlign>.TryParse(set, out var align) ? align : BlockAlign.Left;
    }

    private static string Spaces(string text) => System.Text.RegularExpressions.Regex.Replace(text, @"[ \t\r\n\f]+", " ", System.Text.RegularExpressions.RegexOptions.NonBacktracking);

    private static string Line(string text) => Spaces(text).Trim();
}
