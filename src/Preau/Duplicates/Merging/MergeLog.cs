using System.Globalization;
using System.Text.Json;
using Preau.People.Merging;

namespace Preau.Duplicates;

internal enum Deed
{
    /// <summary>Some columns of a row became something else; its owner, most of all.</summary>
    Changed,
    Removed,
    Added,
}

/// <param name="Before">Of a changed row: the columns that changed. Of a removed one: the whole row.</param>
/// <param name="After">Of a changed row: its key and the columns that changed. Of an added one: the whole row.</param>
internal sealed record LoggedRow(Deed Deed, string Table, Dictionary<string, object?> Before, Dictionary<string, object?> After);

/// <summary>What a merge did to the store, row by row and in order, as an undo needs it. It holds what was known of both: personal data, erased with them.</summary>
internal sealed class MergeLog
{
    public List<LoggedRow> Rows { get; init; } = [];

    /// <summary>How many rows the kept person had in each table when the merge was done: what is more later happened in between.</summary>
    public Dictionary<string, long> Counts { get; set; } = [];

    public string ToJson() => JsonSerializer.Serialize(new { Rows = Rows.Select(r => new { D = r.Deed.ToString(), T = r.Table, B = r.Before, A = r.After }), Counts });

    public static MergeLog Read(string json, IReadOnlyDictionary<string, PersonTable> tables)
    {
        using var document = JsonDocument.Parse(json);
        var rows = new List<LoggedRow>();
        foreach (var row in document.RootElement.GetProperty(nameof(Rows)).EnumerateArray())
        {
            var name = row.GetProperty("T").GetString()!;
            var columns = tables.TryGetValue(name, out var table) ? table.Columns.ToDictionary(c => c.Name, c => c.Type, StringComparer.Ordinal) : [];
            rows.Add(new LoggedRow(Enum.Parse<Deed>(row.GetProperty("D").GetString()!), name, Values(row.GetProperty("B"), columns), Values(row.GetProperty("A"), columns)));
        }

        return new MergeLog { Rows = rows, Counts = document.RootElement.GetProperty(nameof(Counts)).Deserialize<Dictionary<string, long>>() ?? [] };
    }

    // A column that a newer version of the program took away is left out.
    private static Dictionary<string, object?> Values(JsonElement element, Dictionary<string, Type> columns) =>
        element.EnumerateObject().Where(p => columns.ContainsKey(p.Name)).ToDictionary(p => p.Name, p => Value(p.Value, columns[p.Name]), StringComparer.Ordinal);

    private static object? Value(JsonElement value, Type type)
    {
        if (value.ValueKind == JsonValueKind.Null) return null;
        if (type == typeof(long)) return value.GetInt64();
        if (type == typeof(bool)) return value.GetBoolean();
        if (type == typeof(double)) return value.GetDouble();
        if (type == typeof(DateOnly)) return DateOnly.Parse(value.GetString()!, CultureInfo.InvariantCulture);
        return type == typeof(DateTime) ? value.GetDateTime() : value.GetString();
    }
}
