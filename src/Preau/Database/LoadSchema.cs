using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace Preau;

/// <summary>Indexes that a first load of people does without while it runs (<c>LoadIndexes.sql</c>), and on PostgreSQL references (<c>LoadReferences.sql</c>).</summary>
public static class LoadSchema
{
    private const long LockKey = 0x5072_6561_76;

    /// <summary>The statement that makes each, by its name.</summary>
    public static IReadOnlyDictionary<string, string> Indexes { get; } = Lines("Database/LoadIndexes.sql", "create index ", 2);

    /// <inheritdoc cref="Indexes"/>
    public static IReadOnlyDictionary<string, string> References { get; } = Lines("Database/LoadReferences.sql", "alter table ", 5);

    /// <summary>Searching and filtering people becomes slow, and nothing holds rows to their person but what writes them, until it is mended.</summary>
    public static async Task Drop(Database db, CancellationToken ct)
    {
        await db.Database.ExecuteSqlRawAsync(string.Concat(Indexes.Keys.Select(n => $"drop index if exists {n};\n")), ct);
        if (db.Dialect == Dialect.Postgres) await db.Database.ExecuteSqlRawAsync(string.Concat(References.Select(r => $"alter table {TableOf(r.Value)} drop constraint if exists {r.Key};\n")), ct);
    }

    /// <summary>Makes what is missing; where nothing is, it only looks. Not within a transaction.</summary>
    public static async Task Mend(Database db, CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        try
        {
            await Mend(db.Database.GetDbConnection(), db.Dialect, ct);
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    /// <inheritdoc cref="Mend(Database, CancellationToken)"/>
    public static async Task Mend(DbConnection connection, Dialect dialect, CancellationToken ct)
    {
        if (!(await Missing(connection, dialect, ct)).Any()) return;
        // Two processes would make the same one; the second finds it made.
        if (dialect == Dialect.Postgres) await Execute(connection, $"select pg_advisory_lock({LockKey})", ct);
        try
        {
            // One transaction each, so that others who write wait for one at a time. References first: they hold at once.
            foreach (var statement in await Missing(connection, dialect, ct)) await Execute(connection, statement, ct);
            // It would plan for a minute or so as if there were nobody.
            if (dialect == Dialect.Postgres) await Execute(connection, "analyze person, person_email, person_phone, person_address, person_external_id, person_tag, custom_value, consent_state", ct);
        }
        finally
        {
            // A connection that broke has let go of it already.
            if (dialect == Dialect.Postgres && connection.State == ConnectionState.Open) await Execute(connection, $"select pg_advisory_unlock({LockKey})", CancellationToken.None);
        }
    }

    /// <summary>Looks at the rows that came in while references were left out. Nobody who writes has to wait meanwhile.</summary>
    /// <exception cref="DbException">A row refers to one that is not there.</exception>
    public static async Task Validate(Database db, CancellationToken ct)
    {
        if (db.Dialect != Dialect.Postgres) return;
        await db.Database.OpenConnectionAsync(ct);
        try
        {
            var connection = db.Database.GetDbConnection();
            foreach (var name in (await Names(connection, "select conname from pg_constraint where contype = 'f' and not convalidated and connamespace = current_schema()::regnamespace", ct)).Where(References.ContainsKey))
                await Execute(connection, $"alter table {TableOf(References[name])} validate constraint {name}", ct);
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    private static async Task<IEnumerable<string>> Missing(DbConnection connection, Dialect dialect, CancellationToken ct)
    {
        var there = await Names(connection, dialect == Dialect.Sqlite
            ? "select name from sqlite_master where type = 'index'"
            : "select indexname from pg_indexes where schemaname = current_schema() union all select conname from pg_constraint where contype = 'f' and connamespace = current_schema()::regnamespace", ct);
        var references = dialect == Dialect.Postgres ? References.Where(r => !there.Contains(r.Key)).Select(r => $"{r.Value} not valid") : [];
        return references.Concat(Indexes.Where(i => !there.Contains(i.Key)).Select(i => i.Value));
    }

    private static async Task<HashSet<string>> Names(DbConnection connection, string question, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = question;
        await using var reader = await command.ExecuteReaderAsync(ct);
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (await reader.ReadAsync(ct)) names.Add(reader.GetString(0));
        return names;
    }

    private static string TableOf(string statement) => statement.Split(' ')[2];

    private static Dictionary<string, string> Lines(string resource, string start, int name) =>
        Sql.Resource(resource).Split('\n').Where(l => l.StartsWith(start, StringComparison.Ordinal)).Select(l => l.TrimEnd(';', '\r')).ToDictionary(l => l.Split(' ')[name], StringComparer.Ordinal);

    private static async Task Execute(DbConnection connection, string sql, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        // Minutes, where people have many values of their own.
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(ct);
    }
}
