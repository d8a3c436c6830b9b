using System.Text;
using System.Text.Json;

namespace Preau.Segments;

/// <summary>
/// The stored form: <c>{"join":"all","parts":[{"field":"city","operator":"is","values":["Lyon"]},{"join":"any","parts":[…]}]}</c>.
/// </summary>
public static class SegmentTree
{
    /// <summary>Groups within groups.</summary>
    public const int MaxDepth = 8;

    /// <summary>Conditions and groups together.</summary>
    public const int MaxNodes = 200;

    /// <summary>Values of one condition.</summary>
    public const int MaxValues = 500;

    /// <summary>Characters of one value.</summary>
    public const int MaxText = 200;

    /// <summary>Characters of the whole.</summary>
    public const int MaxLength = 100_000;

    /// <summary>Reads a tree; what its names mean is checked by <see cref="SegmentCatalogue.Check(SegmentNode)"/>.</summary>
    /// <param name="json">At most <see cref="MaxLength"/> characters.</param>
    /// <param name="problem">Null where a tree comes back.</param>
    public static SegmentGroup? Read(string? json, out SegmentProblem? problem)
    {
        problem = null;
        if (string.IsNullOrWhiteSpace(json)) return SegmentGroup.Everybody;
        if (json.Length > MaxLength)
        {
            problem = new("", SegmentFault.TooLarge);
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = (2 * MaxDepth) + 4 });
            var reading = new Reading();
            if (reading.Node(document.RootElement, "", 0) is SegmentGroup group && reading.Problem is null) return group;
            problem = reading.Problem ?? new("", SegmentFault.NotAGroup);
        }
        catch (JsonException bad)
        {
            problem = new("", SegmentFault.NotJson, bad.LineNumber is { } line ? $"{line + 1}:{bad.BytePositionInLine + 1}" : "");
        }

        return null;
    }

    /// <summary>The one way in which a tree is written, so that equal trees are equal texts.</summary>
    public static string Write(SegmentNode node)
    {
        using var memory = new MemoryStream();
        using (var writer = new Utf8JsonWriter(memory)) Write(writer, node);
        return Encoding.UTF8.GetString(memory.ToArray());
    }

    /// <summary>Every condition of a tree, in order.</summary>
    public static IEnumerable<SegmentCondition> Conditions(SegmentNode node) => node switch
    {
        SegmentCondition condition => [condition],
        SegmentGroup group => group.Parts.SelectMany(Conditions),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static void Write(Utf8JsonWriter writer, SegmentNode node)
    {
        writer.WriteStartObject();
        switch (node)
        {
            case SegmentGroup group:
                writer.WriteString("join", Name(group.Joining));
                writer.WriteStartArray("parts");
                foreach (var part in group.Parts) Write(writer, part);
                writer.WriteEndArray();
                break;
            case SegmentCondition condition:
                writer.WriteString("field", condition.Field);
                writer.WriteString("operator", condition.Operator);
                writer.WriteStartArray("values");
                foreach (var value in condition.Values) writer.WriteStringValue(value);
                writer.WriteEndArray();
                break;
        }

        writer.WriteEndObject();
    }

    private static string Name(Joining joining) => joining switch
    {
        Joining.All => "all",
        Joining.Any => "any",
        Joining.None => "none",
    };

    private sealed class Reading
    {
        private const int MaxDetail = 40;
        private int nodes;

        public SegmentProblem? Problem { get; private set; }

        public SegmentNode? Node(JsonElement element, string at, int depth)
        {
            if (depth > MaxDepth || ++nodes > MaxNodes) return Wrong(at, SegmentFault.TooLarge);
            if (element.ValueKind != JsonValueKind.Object) return Wrong(at, depth == 0 ? SegmentFault.NotAGroup : SegmentFault.NotACondition);
            return element.TryGetProperty("join", out var join) ? Group(element, join, at, depth) : Condition(element, at);
        }

        private SegmentGroup? Group(JsonElement element, JsonElement join, string at, int depth)
        {
            Joining? joining = Text(join) switch { "all" => Joining.All, "any" => Joining.Any, "none" => Joining.None, _ => null };
            if (joining is null) return Wrong(at, SegmentFault.UnknownJoining, Text(join) ?? join.GetRawText()) as SegmentGroup;
            if (!element.TryGetProperty("parts", out var parts) || parts.ValueKind != JsonValueKind.Array) return Wrong(at, SegmentFault.NotAGroup) as SegmentGroup;
            var read = new List<SegmentNode>();
            foreach (var part in parts.EnumerateArray())
            {
                if (Node(part, $"{at}/parts/{read.Count}", depth + 1) is not { } node) return null;
                read.Add(node);
            }

            return new SegmentGroup(joining.Value, read);
        }

        private SegmentCondition? Condition(JsonElement element, string at)
        {
            if (!element.TryGetProperty("field", out var field) || Text(field) is not { } name || !element.TryGetProperty("operator", out var asked) || Text(asked) is not { } operation
                || !element.TryGetProperty("values", out var values) || values.ValueKind != JsonValueKind.Array)
            {
                return Wrong(at, SegmentFault.NotACondition) as SegmentCondition;
            }

            if (values.GetArrayLength() > MaxValues) return Wrong(at + "/values", SegmentFault.TooLarge) as SegmentCondition;
            var read = new List<string>();
            foreach (var value in values.EnumerateArray())
            {
                if (Text(value) is not { } text) return Wrong($"{at}/values/{read.Count}", SegmentFault.NotAValue) as SegmentCondition;
                if (text.Length > MaxText) return Wrong($"{at}/values/{read.Count}", SegmentFault.TooLarge) as SegmentCondition;
                read.Add(text);
            }

            return new SegmentCondition(name, operation, read);
        }

        private static string? Text(JsonElement element) => element.ValueKind switch
        {
            JsonValueKind.String => element.GetString(),
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => element.GetRawText(),
            _ => null,
        };

        private SegmentNode? Wrong(string at, SegmentFault fault, string detail = "")
        {
            Problem ??= new(at, fault, detail.Length <= MaxDetail ? detail : detail[..MaxDetail] + "…");
            return null;
        }
    }
}
