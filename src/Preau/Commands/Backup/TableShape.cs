using System.Data.Common;

namespace Preau.Commands.Backup;

/// <summary>The portable vocabulary of the migrations: what a cell of a backup can be.</summary>
public enum CellKind
{
    Number,
    Text,
    Flag,
    Real,
    Day,
    Instant,
    Uuid,
}

public sealed record Column(string Name, CellKind Kind);

public sealed record TableShape(string Name, IReadOnlyList<Column> Columns)
{
    // The feed and its cursors are of this store alone (a transaction's number means nothing in another one): readers are rebuilt instead.
    private static readonly string[] OfTheStore = ["migration", "change", "change_reader"];

    /// <summary>All tables that a backup holds, those that others refer to first.</summary>
    public static async Task<IReadOnlyList<TableShape>> All(DbConnection connection, Dialect dialect, CancellationToken ct)
    {
        var columns = new Dictionary<string, List<Column>>(StringComparer.Ordinal);
        await foreach (var row in Rows(connection, Sql.Text("Commands/Backup/Columns", dialect), ct))
        {
            if (OfTheStore.Contains(row[0], StringComparer.Ordinal)) continue;
            if (!columns.TryGetValue(row[0], out var some)) columns[row[0]] = some = [];
            some.Add(new Column(row[1], KindOf(row[2])));
        }

        var needs = columns.Keys.ToDictionary(t => t, _ => new HashSet<string>(StringComparer.Ordinal), StringComparer.Ordinal);
        await foreach (var row in Rows(connection, Sql.Text("Commands/Backup/References", dialect), ct))
        {
            if (row[0] != row[1] && needs.TryGetValue(row[0], out var others) && columns.ContainsKey(row[1])) others.Add(row[1]);
        }

        return [.. Sorted(needs).Select(name => new TableShape(name, columns[name]))];
    }

    private static List<string> Sorted(Dictionary<string, HashSet<string>> needs)
    {
        var sorted = new List<string>();
        var left = new SortedSet<string>(needs.Keys, StringComparer.Ordinal);
        while (left.Count > 0)
        {
            var next = left.FirstOrDefault(t => needs[t].All(n => !left.Contains(n)))
                ?? throw new InvalidOperationException($"These tables refer to each other in a circle: {string.Join(", ", left)}.");
            left.Remove(next);
            sorted.Add(next);
        }

        return sorted;
    }

    private static CellKind KindOf(string type) => type.ToLowerInvariant() switch
    {
        "bigint" or "integer" => CellKind.Number,
        "text" => CellKind.Text,
        "boolean" => CellKind.Flag,
        "double precision" => CellKind.Real,
        "date" => CellKind.Day,
        "timestamptz" or "timestamp with time zone" => CellKind.Instant,
        "uuid" => CellKind.Uuid,
        _ => throw new InvalidOperationException($"{type} is not in the vocabulary of the migrations."),
    };

    private static async IAsyncEnumerable<string[]> Rows(DbConnection connection, string sql, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) yield return [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)];
    }
}
