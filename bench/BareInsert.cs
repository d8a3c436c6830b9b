using System.Data.Common;
using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Npgsql;
using SQLitePCL;

namespace Preau.Bench;

/// <summary>
/// The least that a store can be asked: the people whom an import left in one store, with all their rows, into the same tables and indexes of another one.
/// Rows are read into memory first; only writing is timed, in transactions of as many people as the import's own.
/// </summary>
internal sealed class BareInsert(Store from, Store to)
{
    private const int People = 5000;

    // Those that others refer to first.
    private static readonly string[] Shared = ["tag", "custom_field", "consent_wording"];
    private static readonly string[] Owned = ["person_email", "person_phone", "person_address", "person_external_id", "person_tag", "custom_value", "consent_entry", "consent_state", "provenance"];

    /// <returns>Seconds of writing.</returns>
    public async Task<double> Run(long after, CancellationToken ct)
    {
        await using var source = await from.Open(ct);
        await using var target = await to.Open(ct);
        if (to.Dialect == Dialect.Sqlite) await Do(target, "pragma synchronous = normal; pragma cache_size = -98304; pragma wal_autocheckpoint = 16000; pragma journal_mode = wal", ct);
        if (after == 0)
        {
            await using var transaction = await target.BeginTransactionAsync(ct);
            foreach (var table in Shared) Write(target, await Read(source, table, "true", ct));
            await transaction.CommitAsync(ct);
        }

        var watch = new Stopwatch();
        while (true)
        {
            var people = await Read(source, "person", $"nation_id = 1 and id > {after} order by id limit {People}", ct);
            if (people.Values.Count == 0) return watch.Elapsed.TotalSeconds;
            var last = (long)people.Values[^1][people.Columns.IndexOf("id")]!;
            var tables = new List<Rows> { people };
            foreach (var table in Owned) tables.Add(await Read(source, table, $"nation_id = 1 and person_id > {after} and person_id <= {last}", ct));
            after = last;
            watch.Start();
            await using (var transaction = await target.BeginTransactionAsync(ct))
            {
                foreach (var table in tables) Write(target, table);
                await transaction.CommitAsync(ct);
            }

            watch.Stop();
        }
    }

    private sealed record Rows(string Table, List<string> Columns, List<string> Types, List<object?[]> Values);

    private static async Task<Rows> Read(DbConnection connection, string table, string which, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = $"select * from {table} where {which}";
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new Rows(table, [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)], [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetDataTypeName)], []);
        while (await reader.ReadAsync(ct))
        {
            var values = new object?[reader.FieldCount];
            for (var i = 0; i < values.Length; i++) values[i] = reader.IsDBNull(i) ? null : reader.GetValue(i);
            rows.Values.Add(values);
        }

        return rows;
    }

    private static void Write(DbConnection connection, Rows rows)
    {
        if (rows.Values.Count == 0) return;
        if (connection is NpgsqlConnection postgres) Copy(postgres, rows);
        else Insert(((SqliteConnection)connection).Handle!, rows);
    }

    private static void Insert(sqlite3 connection, Rows rows)
    {
        var code = raw.sqlite3_prepare_v2(connection, $"insert into {rows.Table} ({string.Join(", ", rows.Columns)}) values (?{string.Concat(Enumerable.Repeat(", ?", rows.Columns.Count - 1))})", out var insert);
        if (code != raw.SQLITE_OK) throw new InvalidOperationException($"SQLite refused to prepare the insert into {rows.Table}: {code}.");
        using (insert)
        {
            foreach (var row in rows.Values)
            {
                for (var i = 0; i < row.Length; i++)
                {
                    _ = row[i] switch
                    {
                        null => raw.sqlite3_bind_null(insert, i + 1),
                        long number => raw.sqlite3_bind_int64(insert, i + 1, number),
                        double number => raw.sqlite3_bind_double(insert, i + 1, number),
                        string text => raw.sqlite3_bind_text(insert, i + 1, text),
                        _ => throw new InvalidOperationException($"{row[i]!.GetType().Name} in {rows.Table}"),
                    };
                }

                code = raw.sqlite3_step(insert);
                if (code != raw.SQLITE_DONE) throw new InvalidOperationException($"SQLite refused a row of {rows.Table}: {raw.sqlite3_errmsg(connection).utf8_to_string()}");
                raw.sqlite3_reset(insert);
            }
        }
    }

    private static void Copy(NpgsqlConnection connection, Rows rows)
    {
        using var importer = connection.BeginBinaryImport($"copy {rows.Table} ({string.Join(", ", rows.Columns)}) from stdin (format binary)");
        foreach (var row in rows.Values)
        {
            importer.StartRow();
            for (var i = 0; i < row.Length; i++)
            {
                switch (row[i])
                {
                    case null: importer.WriteNull(); break;
                    case long number: importer.Write(number, rows.Types[i]); break;
                    case int number: importer.Write(number, rows.Types[i]); break;
                    case string text: importer.Write(text, rows.Types[i]); break;
                    case bool flag: importer.Write(flag, rows.Types[i]); break;
                    case var value: importer.Write(value, rows.Types[i]); break;
                }
            }
        }

        importer.Complete();
    }

    private static async Task Do(DbConnection connection, string sql, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(ct);
    }
}
