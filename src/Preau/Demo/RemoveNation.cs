using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace Preau.Demo;

/// <summary>Removes every row of the current nation from every table that has one, the nation itself, and every file it kept.</summary>
public sealed class RemoveNation(Database db, Store store)
{
    public async Task Run(CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var left = db.Model.GetEntityTypes().Where(e => e.ClrType.IsAssignableTo(typeof(IOwned))).Select(e => e.GetTableName()!).Distinct(StringComparer.Ordinal).ToList();
        left.AddRange(await Others(left, ct));
        // Rows that others refer to go after those: a table that still is referred to waits for the next round.
        while (left.Count > 0)
        {
            var stuck = new List<string>();
            foreach (var table in left)
            {
                if (!await Emptied(table, ct)) stuck.Add(table);
            }
            if (stuck.Count == left.Count) throw new InvalidOperationException($"Rows of {string.Join(", ", stuck)} hold each other.");
            left = stuck;
        }
        await Execute("delete from nation where id = @nation_id", ct);
        await transaction.CommitAsync(ct);
        // Each feature keeps a nation's files in a folder of its own, and there below the nation's number.
        foreach (var kept in Directory.GetDirectories(store.Options.Data).Select(f => Path.Combine(f, db.NationId.ToString())).Where(Directory.Exists)) Directory.Delete(kept, recursive: true);
    }

    // Tables that are no entities, such as counters and jobs.
    private async Task<List<string>> Others(List<string> known, CancellationToken ct)
    {
        var tables = new List<string>();
        await using var command = await db.Command(db.Dialect == Dialect.Postgres
            ? "select c.table_name from information_schema.columns c join pg_class t on t.relname = c.table_name and not t.relispartition where c.table_schema = current_schema() and c.column_name = 'nation_id' and @nation_id > 0"
            : "select m.name from sqlite_master m join pragma_table_info(m.name) c where m.type = 'table' and c.name = 'nation_id' and @nation_id > 0", [], ct);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            if (!known.Contains(reader.GetString(0), StringComparer.Ordinal)) tables.Add(reader.GetString(0));
        }
        return tables;
    }

    private async Task<bool> Emptied(string table, CancellationToken ct)
    {
        await Execute("savepoint emptying", ct);
        try
        {
            await Execute($"delete from {table} where nation_id = @nation_id", ct);
            await Execute("release savepoint emptying", ct);
            return true;
        }
        catch (DbException)
        {
            await Execute("rollback to savepoint emptying", ct);
            return false;
        }
    }

    private async Task Execute(string sql, CancellationToken ct)
    {
        await using var command = await db.Command(sql, [], ct);
        await command.ExecuteNonQueryAsync(ct);
    }
}
