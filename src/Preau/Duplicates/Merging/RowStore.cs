using System.Data.Common;
using Preau.People.Merging;

namespace Preau.Duplicates;

/// <summary>
/// Reads and writes rows of any table that names people. The one place where SQL is put together from the model: from its names of tables and
/// columns alone, values are always bound. Always by @nation_id, always inside the transaction of the caller.
/// </summary>
internal sealed class RowStore(Database db)
{
    /// <summary>Rows that name one of these people.</summary>
    public Task<List<PersonRow>> Of(PersonTable table, IReadOnlyList<long> people, CancellationToken ct)
    {
        var ids = Ids(people);
        return Read(table, Naming(table, ids), ids, "", ct);
    }

    /// <summary>The same rows, held: whoever changes one waits, before they hold what counts such rows, as this transaction will.</summary>
    public Task<List<PersonRow>> Held(PersonTable table, IReadOnlyList<long> people, CancellationToken ct)
    {
        var ids = Ids(people);
        // In SQLite there is one writer at a time: this one.
        return Read(table, Naming(table, ids), ids, db.Dialect == Dialect.Postgres ? $" order by {string.Join(", ", table.Key)} for update" : "", ct);
    }

    /// <summary>How many rows of each table name one of these people, by the table's name, in one question: most tables know nothing of most people.</summary>
    public async Task<Dictionary<string, long>> Count(IEnumerable<PersonTable> tables, IReadOnlyList<long> people, CancellationToken ct)
    {
        var ids = Ids(people);
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        var sql = string.Join(" union all ", tables.Select(t => $"select '{t.Name}', count(*) from {t.Name} where nation_id = @nation_id and ({Naming(t, ids)})"));
        if (sql.Length == 0) return counts;
        await using var command = await db.Command(sql, ids, ct);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) counts[reader.GetString(0)] = reader.GetInt64(1);
        return counts;
    }

    public async Task<PersonRow?> Find(PersonTable table, IReadOnlyDictionary<string, object?> key, CancellationToken ct) =>
        (await Read(table, Where(key, "k"), Bound(key, "k"), "", ct)).SingleOrDefault();

    public Task Insert(PersonRow row, CancellationToken ct)
    {
        var columns = row.Values.Keys.ToList();
        return Execute($"insert into {row.Table.Name} (nation_id, {string.Join(", ", columns)}) values (@nation_id, {string.Join(", ", columns.Select(c => "@v_" + c))})", Bound(row.Values, "v"), ct);
    }

    public Task Update(PersonRow row, IReadOnlyDictionary<string, object?> changes, CancellationToken ct) =>
        Execute($"update {row.Table.Name} set {string.Join(", ", changes.Keys.Select(c => $"{c} = @v_{c}"))} where nation_id = @nation_id and {Where(row.Key(), "k")}", [.. Bound(changes, "v"), .. Bound(row.Key(), "k")], ct);

    public Task Delete(PersonRow row, CancellationToken ct) =>
        Execute($"delete from {row.Table.Name} where nation_id = @nation_id and {Where(row.Key(), "k")}", Bound(row.Key(), "k"), ct);

    private async Task<List<PersonRow>> Read(PersonTable table, string where, (string, object?)[] parameters, string held, CancellationToken ct)
    {
        var rows = new List<PersonRow>();
        await using var command = await db.Command($"select {string.Join(", ", table.Columns.Select(c => c.Name))} from {table.Name} where nation_id = @nation_id and ({where}){held}", parameters, ct);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            rows.Add(new PersonRow(table, table.Columns.Select((c, i) => (c.Name, Value: Value(reader, i, c.Type))).ToDictionary(c => c.Name, c => c.Value, StringComparer.Ordinal)));
        return rows;
    }

    private async Task Execute(string sql, (string, object?)[] parameters, CancellationToken ct)
    {
        await using var command = await db.Command(sql, parameters, ct);
        if (await command.ExecuteNonQueryAsync(ct) != 1) throw new InvalidOperationException($"One row was to change: {sql}");
    }

    private static (string Name, object? Value)[] Ids(IReadOnlyList<long> people) => [.. people.Select((id, i) => ($"p{i}", (object?)id))];

    private static string Naming(PersonTable table, (string Name, object? Value)[] ids) =>
        string.Join(" or ", table.Persons.Select(c => $"{c} in ({string.Join(", ", ids.Select(i => "@" + i.Name))})"));

    private static string Where(IReadOnlyDictionary<string, object?> key, string prefix) => string.Join(" and ", key.Keys.Select(c => $"{c} = @{prefix}_{c}"));

    private static (string, object?)[] Bound(IReadOnlyDictionary<string, object?> values, string prefix) => [.. values.Select(v => ($"{prefix}_{v.Key}", v.Value))];

    private static object? Value(DbDataReader reader, int ordinal, Type type)
    {
        if (reader.IsDBNull(ordinal)) return null;
        if (type == typeof(long)) return reader.GetInt64(ordinal);
        if (type == typeof(bool)) return reader.GetBoolean(ordinal);
        if (type == typeof(double)) return reader.GetDouble(ordinal);
        if (type == typeof(DateOnly)) return reader.GetFieldValue<DateOnly>(ordinal);
        if (type == typeof(DateTime)) return DateTime.SpecifyKind(reader.GetDateTime(ordinal), DateTimeKind.Utc);
        return type == typeof(string) ? reader.GetString(ordinal) : throw new InvalidOperationException($"{type.Name} is not in the vocabulary of the migrations.");
    }
}
