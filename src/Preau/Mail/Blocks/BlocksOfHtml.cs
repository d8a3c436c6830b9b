using System.Globalization;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Preau.Mail.Limits;
using Preau.Site;

namespace Preau.Mail.Blocks;

/// <summary>HTML as blocks: what somebody wrote before there were any, or brought along. The reverse of <see cref="BlockHtml"/> for all that that writes.</summary>
public static class BlocksOfHtml
{
    private const int MostLevels = 15;

    // What makes a tag around it more than a part of a line.
    private const string Standing = "p, h1, h2, h3, h4, h5, h6, ul, ol, blockquote, hr, table, div, figure, img, pre, section, center";

    public static IReadOnlyList<Block> Read(string html) => Blocks(new HtmlParser().ParseDocument(html).Body ?? throw new InvalidOperationException("A parsed document has a body."), 0, BlockMarks.None, null);

    private static List<Block> Blocks(IElement parent, int level, BlockMarks marks, string? href)
    {
        var (blocks, loose) = (new List<Block>(), new List<BlockSpan>());
        if (level > MostLevels)
        {
            if (parent.TextContent.Trim() is { Length: > 0 } deep) blocks.Add(new Block.Paragraph([new BlockSpan(deep)], BlockAlign.Left));
            return blocks;
        }

        foreach (var node in parent.ChildNodes)
        {
            if (node is IElement element && Of(element, level, marks, href) is { } made)
            {
                Close(loose, blocks, AlignOf(parent));
                blocks.AddRange(made);
            }
            else
            {
                Spans(node, marks, href, loose);
            }
        }

        Close(loose, blocks, AlignOf(parent));
        return Limited(blocks);
    }

    /// <summary>What stands between two lines that say for whom it is, is one block; a line without its other end stays what it is.</summary>
    private static List<Block> Limited(List<Block> blocks)
    {
        for (var at = blocks.Count - 1; at >= 0; at--)
        {
            if (TagOf(blocks[at]) is not { IsEnd: false, SegmentId: > 0 } open) continue;
            var end = blocks.FindIndex(at + 1, b => TagOf(b) is { IsEnd: true } close && close.IsAllBut == open.IsAllBut);
            if (end < 0) continue;
            var limited = new Block.Limited(blocks.GetRange(at + 1, end - at - 1), open.SegmentId, open.IsAllBut);
            blocks.RemoveRange(at, end - at + 1);
            blocks.Insert(at, limited);
        }

        return blocks;
    }

    private static LimitTag? TagOf(Block block) => block is Block.Paragraph { Spans: [{ Text: var line }] } ? LimitTag.OfLine(line) : null;

    /// <returns>Null for what is a part of a line.</returns>
    private static IReadOnlyList<Block>? Of(IElement element, int level, BlockMarks marks, string? href)
    {
        switch (element.LocalName)
        {
            case "p" or "h1" or "h2" or "h3" or "h4" or "h5" or "h6" when element.QuerySelector(Standing) is not null: return Blocks(element, level + 1, marks, href);
            case "p": return [new Block.Paragraph(Words(element, marks, href), AlignOf(element))];
            case "h1" or "h2": return [new Block.Heading(2, Words(element, marks, href), AlignOf(element))];
            case "h3": return [new Block.Heading(3, Words(element, marks, href), AlignOf(element))];
            case "h4" or "h5" or "h6": return [new Block.Heading(4, Words(element, marks, href), AlignOf(element))];
            case "ul" or "ol": return Items(element, level, marks, href) is { Count: > 0 } items ? [new Block.Items(element.LocalName == "ol", items)] : [];
            case "blockquote": return [new Block.Quote(Blocks(element, level + 1, marks, href))];
            case "hr": return [new Block.Rule()];
            case "img": return Picture(element, href ?? "");
            case "a" when element.ClassList.Contains("button"): return [new Block.Button(Line(element.TextContent), element.GetAttribute("href") ?? "", AlignOf(element.Closest("table")?.ParentElement ?? element))];
            case "table": return Table(element, level, marks, href);
            case "div" when HeightOf(element) is { } height: return [new Block.Spacer(height)];
            case "p" or "div" or "section" or "center" or "figure" or "figcaption" or "pre" or "dl" or "dt" or "dd": return Blocks(element, level + 1, marks, href);
            default: return element.QuerySelector(Standing) is null ? null : Blocks(element, level + 1, marks | MarkOf(element), HrefOf(element) ?? href);
        }
    }

    /// <summary>What stands in a list but in none of its items belongs to the one before: lists within lists are written so by word processors.</summary>
    private static List<IReadOnlyList<Block>> Items(IElement list, int level, BlockMarks marks, string? href)
    {
        var items = new List<IReadOnlyList<Block>>();
        foreach (var node in list.ChildNodes)
        {
            if (node is IElement { LocalName: "li" } item)
            {
                items.Add(Blocks(item, level + 1, marks, href));
                continue;
            }

            var loose = new List<BlockSpan>();
            if (node is not IElement other || Of(other, level + 1, marks, href) is not { } made)
            {
                Spans(node, marks, href, loose);
                made = Trimmed(loose) is { Count: > 0 } words ? [new Block.Paragraph(words, BlockAlign.Left)] : [];
            }

            if (made.Count == 0) continue;
            if (items.Count == 0) items.Add(made);
            else items[^1] = [.. items[^1], .. made];
        }

        return items;
    }

    private static int? HeightOf(IElement element)
    {
        const string Height = "height:";
        if (!string.IsNullOrWhiteSpace(element.TextContent) || element.GetAttribute("style") is not { } style || !style.StartsWith(Height, StringComparison.Ordinal)) return null;
        return int.TryParse(new string([.. style[Height.Length..].TrimStart().TakeWhile(char.IsAsciiDigit)]), NumberStyles.None, CultureInfo.InvariantCulture, out var height) ? Math.Clamp(height, 4, 120) : 24;
    }

    /// <summary>A row of two or three cells that hold blocks is columns; any other table is read cell by cell.</summary>
    private static IReadOnlyList<Block> Table(IElement table, int level, BlockMarks marks, string? href)
    {
        if (table.QuerySelectorAll("td, th").Where(c => c.Closest("table") == table).ToList() is { Count: 2 or 3 } cells && cells.TrueForAll(c => c.ClassList.Contains("column")))
            return [new Block.Columns([.. cells.Select(c => (IReadOnlyList<Block>)Blocks(c, level + 1, marks, href))])];
        return [.. table.QuerySelectorAll("td, th, caption").Where(c => c.Closest("table") == table).SelectMany(c => Blocks(c, level + 1, marks, href))];
    }

    private static Block[] Picture(IElement picture, string href) =>
        picture.GetAttribute("src") is { } source && source.StartsWith("/files/", StringComparison.Ordinal) ? [new Block.Picture(source, picture.GetAttribute("alt") ?? "", href, AlignOf(picture))] : [];

    private static void Close(List<BlockSpan> loose, List<Block> blocks, BlockAlign align)
    {
        var spans = Trimmed(loose);
        loose.Clear();
        if (spans.Count > 0) blocks.Add(new Block.Paragraph(spans, align));
    }

    private static List<BlockSpan> Words(IElement element, BlockMarks marks, string? href)
    {
        var spans = new List<BlockSpan>();
        foreach (var node in element.ChildNodes) Spans(node, marks, href, spans);
        return Trimmed(spans);
    }

    private static void Spans(INode node, BlockMarks marks, string? href, List<BlockSpan> to)
    {
        switch (node)
        {
            case IText text when PlainText.Spaced(text.Data) is { Length: > 0 } words:
                if (to is [.., var last] && last.Text != "\n" && last.Marks == marks && last.Href == href) to[^1] = last with { Text = PlainText.Spaced(last.Text + words) };
                else to.Add(new BlockSpan(words, marks, href));
                break;
            case IElement { LocalName: "br" }: to.Add(new BlockSpan("\n")); break;
            case IElement element:
                (marks, href) = (marks | MarkOf(element), HrefOf(element) ?? href);
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

    private static BlockMarks MarkOf(IElement element) => element.LocalName switch
    {
        "strong" or "b" => BlockMarks.Bold,
        "em" or "i" => BlockMarks.Italic,
        "u" => BlockMarks.Underline,
        "s" or "del" => BlockMarks.Strike,
        "code" => BlockMarks.Code,
        _ => BlockMarks.None,
    };

    /// <summary>Empty for a link that leads nowhere, which stays a link, so that whoever wrote it is told; null for what is no link.</summary>
    private static string? HrefOf(IElement element)
    {
        if (element.LocalName != "a" || element.HasAttribute("name") || element.HasAttribute("id")) return null;
        return element.GetAttribute("href") is { } written ? LinkAddress.Of(written) ?? written : "";
    }

    /// <summary>Of what it stands in, up to its cell: a table's own attribute says where the table stands.</summary>
    private static BlockAlign AlignOf(IElement? element)
    {
        for (; element is not null && element.LocalName != "table"; element = element.ParentElement)
        {
            if (EnumText<BlockAlign>.TryParse(element.GetAttribute("align"), out var align)) return align;
        }

        return BlockAlign.Left;
    }

    private static string Line(string text) => PlainText.Spaced(text).Trim();
}
