using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Preau.Site;

namespace Preau.Mail.Blocks;

/// <summary>
/// The tree of blocks as JSON, in the names of the editor: reads what a browser sent, which may be anything, and writes what is kept. What is not known is taken out,
/// with what stands in it kept where it is text.
/// </summary>
public static class BlockTree
{
    /// <summary>Deeper, or more of them, is no mail.</summary>
    private const int MostLevels = 20;
    private const int MostBlocks = 5000;
    private const int LongestAddress = 2000;
    private const int MostColumns = 3;
    private const int TallestSpacer = 120;
    private const int DefaultSpacer = 24;

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly (string Name, BlockMarks Mark)[] Marks =
        [("bold", BlockMarks.Bold), ("italic", BlockMarks.Italic), ("underline", BlockMarks.Underline), ("strike", BlockMarks.Strike), ("code", BlockMarks.Code)];

    /// <returns>Null where the text is no tree of blocks.</returns>
    public static IReadOnlyList<Block>? Read(string? json)
    {
        if (string.IsNullOrWhiteSpace(json)) return [];
        try
        {
            var root = JsonNode.Parse(json, documentOptions: new JsonDocumentOptions { MaxDepth = MostLevels * 3 });
            return root is JsonObject doc && Name(doc) == "doc" ? new Reader().Blocks(doc, 0) : null;
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    /// <returns>Empty where nothing would be seen.</returns>
    public static string Write(IReadOnlyList<Block> blocks) => Whole(blocks) is { Count: > 0 } whole ? Text(new JsonObject { ["type"] = "doc", ["content"] = Nodes(whole) }) : "";

    /// <summary>Without the empty lines that the editor leaves at the end, to stand in.</summary>
    private static IReadOnlyList<Block> Whole(IReadOnlyList<Block> blocks)
    {
        if (!blocks.Any(IsSeen)) return [];
        var count = blocks.Count;
        while (blocks[count - 1] is Block.Paragraph { Spans.Count: 0 }) count--;
        return [.. blocks.Take(count)];
    }

    /// <summary>As it is kept: letters stay letters. It goes into pages by way of what encodes them.</summary>
    public static string Text(JsonNode node) => node.ToJsonString(Readable);

    private static bool IsSeen(Block block) => block switch
    {
        Block.Paragraph p => p.Spans.Any(s => !string.IsNullOrWhiteSpace(s.Text)),
        Block.Heading h => h.Spans.Any(s => !string.IsNullOrWhiteSpace(s.Text)),
        Block.Items items => items.Each.Any(i => i.Any(IsSeen)),
        Block.Quote quote => quote.Blocks.Any(IsSeen),
        Block.Columns columns => columns.Each.Any(c => c.Any(IsSeen)),
        Block.Limited limited => limited.Blocks.Any(IsSeen),
        Block.Button button => !string.IsNullOrWhiteSpace(button.Text),
        _ => block is Block.Picture,
    };

    private static string? Name(JsonObject node) => Text(node, "type");

    private static string? Text(JsonObject node, string name) => node[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static JsonArray Nodes(IEnumerable<Block> blocks) => [.. blocks.Select(Node)];

    /// <summary>One block as the editor takes it.</summary>
    public static JsonNode Node(Block block) => block switch
    {
        Block.Paragraph p => With(p.Spans, new JsonObject { ["type"] = "paragraph", ["attrs"] = new JsonObject { ["align"] = Of(p.Align) } }),
        Block.Heading h => With(h.Spans, new JsonObject { ["type"] = "heading", ["attrs"] = new JsonObject { ["level"] = h.Level, ["align"] = Of(h.Align) } }),
        Block.Items items => new JsonObject { ["type"] = items.IsNumbered ? "orderedList" : "bulletList", ["content"] = Wrapped("listItem", items.Each.Select(i => i is [Block.Paragraph, ..] ? i : [Line, .. i])) },
        Block.Quote quote => new JsonObject { ["type"] = "blockquote", ["content"] = Nodes(Filled(quote.Blocks)) },
        Block.Picture p => new JsonObject { ["type"] = "image", ["attrs"] = new JsonObject { ["src"] = p.Source, ["alt"] = p.Alt, ["href"] = p.Href, ["align"] = Of(p.Align) } },
        Block.Button b => With(b.Text.Length > 0 ? [new BlockSpan(b.Text)] : [], new JsonObject { ["type"] = "button", ["attrs"] = new JsonObject { ["href"] = b.Href, ["align"] = Of(b.Align) } }),
        Block.Columns columns => new JsonObject { ["type"] = "columns", ["content"] = Wrapped("column", (columns.Each.Count == 1 ? [.. columns.Each, []] : columns.Each).Select(Filled)) },
        Block.Limited limited => new JsonObject { ["type"] = "limited", ["attrs"] = new JsonObject { ["segment"] = limited.SegmentId, ["but"] = limited.IsAllBut }, ["content"] = Nodes(Filled(limited.Blocks)) },
        Block.Rule => new JsonObject { ["type"] = "horizontalRule" },
        Block.Spacer spacer => new JsonObject { ["type"] = "spacer", ["attrs"] = new JsonObject { ["height"] = spacer.Height } },
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    // The editor takes nothing that is empty, nor an item that does not begin with a line.
    private static readonly Block Line = new Block.Paragraph([], BlockAlign.Left);

    private static IReadOnlyList<Block> Filled(IReadOnlyList<Block> blocks) => blocks.Count > 0 ? blocks : [Line];

    private static JsonArray Wrapped(string type, IEnumerable<IReadOnlyList<Block>> each) => [.. each.Select(blocks => new JsonObject { ["type"] = type, ["content"] = Nodes(blocks) })];

    private static JsonObject With(IReadOnlyList<BlockSpan> spans, JsonObject node)
    {
        if (spans.Count > 0) node["content"] = new JsonArray([.. spans.Select(Node)]);
        return node;
    }

    private static JsonNode Node(BlockSpan span)
    {
        if (span.Text == "\n") return new JsonObject { ["type"] = "hardBreak" };
        var marks = new JsonArray([.. Marks.Where(m => span.Marks.HasFlag(m.Mark)).Select(m => new JsonObject { ["type"] = m.Name })]);
        if (span.Href is { } href) marks.Add(new JsonObject { ["type"] = "link", ["attrs"] = new JsonObject { ["href"] = href } });
        var node = new JsonObject { ["type"] = "text", ["text"] = span.Text };
        if (marks.Count > 0) node["marks"] = marks;
        return node;
    }

    private static string Of(BlockAlign align) => EnumText<BlockAlign>.Of(align);

    private sealed class Reader
    {
        private int count;

        public List<Block> Blocks(JsonObject parent, int level)
        {
            var blocks = new List<Block>();
            if (level > MostLevels || parent["content"] is not JsonArray nodes) return blocks;
            foreach (var node in nodes.OfType<JsonObject>())
            {
                if (++count > MostBlocks) break;
                if (Block(node, level) is { } block) blocks.Add(block);
            }

            return blocks;
        }

        private Block? Block(JsonObject node, int level)
        {
            var align = EnumText<BlockAlign>.TryParse(Attribute(node, "align"), out var known) ? known : BlockAlign.Left;
            switch (Name(node))
            {
                case "paragraph": return new Block.Paragraph(Spans(node), align);
                case "heading": return new Block.Heading(Math.Clamp(Value<int>(node, "level") ?? 2, 2, 4), Spans(node), align);
                case "bulletList" or "orderedList":
                    var items = Each(node, "listItem", level);
                    return items.Count == 0 ? null : new Block.Items(Name(node) == "orderedList", items);
                case "blockquote": return new Block.Quote(Blocks(node, level + 1));
                case "codeBlock": return new Block.Paragraph(Spans(node), BlockAlign.Left);
                case "image":
                    var source = Attribute(node, "src") ?? "";
                    return source.StartsWith("/files/", StringComparison.Ordinal) ? new Block.Picture(source, Attribute(node, "alt") ?? "", Address(Attribute(node, "href")), align) : null;
                case "button": return new Block.Button(string.Concat(Spans(node).Select(s => s.Text)).ReplaceLineEndings(" ").Trim(), Address(Attribute(node, "href")), align);
                case "columns":
                    var columns = Each(node, "column", level);
                    return columns.Count == 0 ? null : new Block.Columns([.. columns.Take(MostColumns)]);
                case "limited": return new Block.Limited(Blocks(node, level + 1), Math.Max(0, Value<long>(node, "segment") ?? 0), Value<bool>(node, "but") == true);
                case "horizontalRule": return new Block.Rule();
                case "spacer": return new Block.Spacer(Math.Clamp(Value<int>(node, "height") ?? DefaultSpacer, 4, TallestSpacer));
                default: return null;
            }
        }

        private List<IReadOnlyList<Block>> Each(JsonObject parent, string type, int level) =>
            [.. (parent["content"] as JsonArray ?? []).OfType<JsonObject>().Where(n => Name(n) == type).Select(n => (IReadOnlyList<Block>)Blocks(n, level + 1))];

        private static List<BlockSpan> Spans(JsonObject parent)
        {
            var spans = new List<BlockSpan>();
            foreach (var node in (parent["content"] as JsonArray ?? []).OfType<JsonObject>())
            {
                if (Name(node) == "hardBreak") spans.Add(new BlockSpan("\n"));
                else if (Name(node) == "text" && Text(node, "text") is { Length: > 0 } text) spans.Add(Marked(text, node["marks"] as JsonArray ?? []));
            }

            return spans;
        }

        private static BlockSpan Marked(string text, JsonArray marks)
        {
            var (look, href) = (BlockMarks.None, (string?)null);
            foreach (var mark in marks.OfType<JsonObject>())
            {
                var name = Name(mark);
                if (name == "link") href = Address(Attribute(mark, "href"));
                else look |= Marks.FirstOrDefault(m => m.Name == name).Mark;
            }

            return new BlockSpan(text, look, href);
        }

        /// <summary>As it was written where it leads nowhere, so that whoever wrote it is told; no scheme but ours.</summary>
        private static string Address(string? written)
        {
            var text = written?.Trim() ?? "";
            if (text.Length > LongestAddress) return "";
            return LinkAddress.Of(text) ?? (text.Contains(':', StringComparison.Ordinal) ? "" : text);
        }

        private static string? Attribute(JsonObject node, string name) => node["attrs"] is JsonObject attributes ? Text(attributes, name) : null;

        private static T? Value<T>(JsonObject node, string name) where T : struct => node["attrs"] is JsonObject attributes && attributes[name] is JsonValue value && value.TryGetValue(out T known) ? known : null;
    }
}
