using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace Preau;

/// <summary>Indexes that a first load of people does without while it runs (<c>LoadIndexes.sql</c>).</summary>
public static class LoadIndexes
{
    private const long LockKey = 0x5072_6561_76;

    /// <summary>The statement that makes each, by its name.</summary>
    public static IReadOnlyDictionary<string, string> Statements { get; } =
        Sql.Resource("Database/LoadIndexes.sql").Split('\n').Where(l => l.StartsWith("create index ", StringComparison.Ordinal)).ToDictionary(l => l.Split(' ')[2], StringComparer.Ordinal);

    /// <summary>Searching and filtering people becomes slow until they are built again.</summary>
    public static Task Drop(Database db, CancellationToken ct) => db.Database.ExecuteSqlRawAsync(string.Concat(Statements.Keys.Select(n => $"drop index if exists {n};\n")), ct);

    /// <summary>Makes those that are missing; where none is, it only looks. Not within a transaction.</summary>
    public static async Task Build(Database db, CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        try
        {
            await Build(db.Database.GetDbConnection(), db.Dialect, ct);
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    /// <inheritdoc cref="Build(Database, CancellationToken)"/>
    public static async Task Build(DbConnection connection, Dialect dialect, CancellationToken ct)
    {
        if (!(await Missing(connection, dialect, ct)).Any()) return;
        // Two processes would make the same one; the second finds it made.
        if (dialect == Dialect.Postgres) await Execute(connection, $"select pg_advisory_lock({LockKey})", ct);
        // One transaction each, so that others who write wait for one at a time.
        foreach (var name in await Missing(connection, dialect, ct)) await Execute(connection, Statements[name], ct);
        if (dialect != Dialect.Postgres) return;
        // It would plan for a minute or so as if there were nobody.
        await Execute(connection, "analyze person, person_email, person_phone, person_address, person_external_id, person_tag, custom_value, consent_state", ct);
        await Execute(connection, $"select pg_advisory_unlock({LockKey})", ct);
    }

    private static async Task<IEnumerable<string>> Missing(DbConnection connection, Dialect dialect, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = dialect == Dialect.Sqlite ? "select name from sqlite_master where type = 'index'" : "select indexname from pg_indexes where schemaname = current_schema()";
        await using var reader = await command.ExecuteReaderAsync(ct);
        var there = new HashSet<string>(StringComparer.Ordinal);
        while (await reader.ReadAsync(ct)) there.Add(reader.GetString(0));
        return Statements.Keys.Where(n => !there.Contains(n));
    }

    private static async Task Execute(DbConnection connection, string sql, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        // Minutes, where people have many values of their own.
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(ct);
    }
}
