using Microsoft.Extensions.Primitives;

namespace Preau.Segments;

/// <summary>One row of the builder without scripts: where it stands in the tree, «0.1» the second part of the first, and what it holds.</summary>
public sealed record PlainNode(string Path, SegmentNode Node, SegmentCatalogue Catalogue, IReadOnlyList<IGrouping<string, SegmentField>> Families)
{
    public bool IsRoot => Path.Length == 0;

    public bool MayNest => !Path.Contains('.', StringComparison.Ordinal);

    public string Number => string.Join('.', Path.Split('.', StringSplitOptions.RemoveEmptyEntries).Select(n => (int.Parse(n, System.Globalization.CultureInfo.InvariantCulture) + 1).ToString(System.Globalization.CultureInfo.InvariantCulture)));

    public IEnumerable<PlainNode> Parts => ((SegmentGroup)Node).Parts.Select((part, i) => this with { Path = PlainTree.Below(Path, i), Node = part });
}

/// <summary>
/// The builder for browsers without scripts: the tree as fields («join:0», «field:0.1», «operator:0.1», «value:0.1»), and buttons that send them
/// and get them back with one row more or less. A row whose field was never chosen says nothing.
/// </summary>
public sealed class PlainTree(IFormCollection sent, SegmentCatalogue catalogue)
{
    /// <summary>The tree that the page was made with. Where a script changed the tree, or there is one at all, that field tells.</summary>
    public const string Was = "was";
    public const string Act = "act";
    private int nodes;

    public static bool IsIn(IFormCollection sent, string? tree) => sent.TryGetValue(Was, out var was) && (was.ToString() == (tree ?? ""));

    public static string Below(string path, int part) => path.Length == 0 ? Text(part) : $"{path}.{Text(part)}";

    /// <summary>Whether a button of the builder was pressed, rather than the one that saves.</summary>
    public bool IsAsked => sent.ContainsKey(Act);

    public SegmentGroup Read()
    {
        var (act, at) = sent[Act].ToString().Split(':', 2) is [var verb, var place] ? (verb, place) : ("", "");
        var tree = Group("", 0, act, at);
        return IsAsked ? tree : (SegmentGroup)Whole(tree);
    }

    private SegmentGroup Group(string path, int depth, string act, string at)
    {
        var parts = new List<SegmentNode>();
        for (var i = 0; depth < SegmentTree.MaxDepth && nodes < SegmentTree.MaxNodes; i++)
        {
            var below = Below(path, i);
            var isGroup = sent.ContainsKey("join:" + below);
            if (!isGroup && !sent.ContainsKey("field:" + below)) break;
            nodes++;
            SegmentNode part = isGroup ? Group(below, depth + 1, act, at) : Condition(below);
            if (!(act == "remove" && at == below)) parts.Add(part);
        }

        if (at == path && act == "condition") parts.Add(new SegmentCondition("", "", []));
        if (at == path && act == "group") parts.Add(new SegmentGroup(Joining.Any, [new SegmentCondition("", "", [])]));
        return new SegmentGroup(sent["join:" + path].ToString() switch { "any" => Joining.Any, "none" => Joining.None, _ => Joining.All }, parts);
    }

    // Another field was chosen than the operator and values belong to: its usual operator, and what still fits.
    private SegmentCondition Condition(string path)
    {
        var name = sent["field:" + path].ToString();
        if (catalogue.Find(name) is not { } field) return new(name, sent["operator:" + path].ToString(), Values(sent["value:" + path], several: true));
        var asked = field.Operators.FirstOrDefault(o => o.Name == sent["operator:" + path].ToString()) ?? field.Operators[0];
        var values = asked.Most == 0 ? [] : Values(sent["value:" + path], asked.Most > 1 && asked.Kind != ValueKind.Choice);
        return new(name, asked.Name, asked.Kind == ValueKind.Choice ? [.. values.Where(v => field.Choices.Any(c => c.Value == v))] : values);
    }

    private static List<string> Values(StringValues given, bool several) =>
        [.. given.SelectMany(v => several ? (v ?? "").Split(',') : [v ?? ""]).Select(v => v.Trim()).Where(v => v.Length > 0)];

    /// <summary>Without the rows whose field was never chosen.</summary>
    public static SegmentNode Whole(SegmentNode node) => node is SegmentGroup group
        ? group with { Parts = [.. group.Parts.Where(p => p is not SegmentCondition { Field: "" }).Select(Whole).Where(p => p is not SegmentGroup { Parts.Count: 0 })] }
        : node;

    private static string Text(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
