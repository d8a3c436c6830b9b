using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Preau;

/// <summary>Indexes that a first load of people does without while it runs (<c>LoadIndexes.sql</c>), and on PostgreSQL references (<c>LoadReferences.sql</c>).</summary>
public static class LoadSchema
{
    private const long LockKey = 0x5072_6561_76;

    // Milliseconds: the short one twice (once for each table) within the second after which the store would choose somebody to send away, the long one more than that second.
    private const int ShortWait = 300;
    private const int LongWait = 1500;
    private const int MostAttempts = 200;
    private const int AttemptsAKnock = 10;
    private const string OurSchema = "quote_ident(current_schema())::regnamespace";
    private const string OurReferences = "contype = 'f' and connamespace = " + OurSchema;

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

    /// <summary>Whether indexes are left out at this moment. References may be made later: they only hold rows to what is there.</summary>
    public static async Task<bool> IsOut(Database db, CancellationToken ct)
    {
        var isOut = false;
        await On(db, async connection => isOut = (await MissingIndexes(connection, db.Dialect, ct)).Count > 0, ct);
        return isOut;
    }

    /// <summary>Makes what is missing; where nothing is, it only looks. Not within a transaction.</summary>
    /// <exception cref="SchemaUnmended">PostgreSQL did not let it make all: there is no room, or others hold the tables for too long.</exception>
    /// <exception cref="DbException">SQLite did not.</exception>
    public static Task Mend(Database db, CancellationToken ct) => On(db, connection => Mend(connection, db.Dialect, ct), ct);

    /// <inheritdoc cref="Mend(Database, CancellationToken)"/>
    public static async Task Mend(DbConnection connection, Dialect dialect, CancellationToken ct)
    {
        if (dialect == Dialect.Sqlite)
        {
            var turns = new WriterTurns(dialect);
            foreach (var (_, make) in await MissingIndexes(connection, dialect, ct))
            {
                await Execute(connection, make.Replace("create index ", "create index if not exists ", StringComparison.Ordinal), ct);
                await turns.Give(ct);
            }

            return;
        }

        if ((await MissingReferences(connection, ct)).Count + (await MissingIndexes(connection, dialect, ct)).Count == 0) return;
        // Of two who would make the same one, the second finds it made.
        await Execute(connection, $"select pg_advisory_lock({LockKey})", ct);
        try
        {
            // One transaction each, so that others who write wait for one at a time. References first: they hold at once. Where others hold the people for too long, indexes are made all the same.
            var problems = new List<Exception>();
            foreach (var (_, make) in await MissingReferences(connection, ct))
            {
                if (!await Try(() => Refer(connection, make, ct), problems)) break;
            }

            foreach (var (_, make) in await MissingIndexes(connection, dialect, ct)) await Try(() => Execute(connection, make, ct), problems);
            if (problems.Count > 0) throw new SchemaUnmended(problems[0]);
            // It would plan for a minute or so as if there were nobody.
            await Execute(connection, "analyze person, person_email, person_phone, person_address, person_external_id, person_tag, custom_value, consent_state", ct);
        }
        finally
        {
            // A connection that broke has let go of it already.
            if (connection.State == ConnectionState.Open) await Execute(connection, $"select pg_advisory_unlock({LockKey})", CancellationToken.None);
        }
    }

    /// <summary>Looks at the rows that came in while references were left out. Nobody who writes has to wait meanwhile.</summary>
    /// <exception cref="AggregateException">Rows refer to what is not there: one exception of the store for each such reference.</exception>
    public static async Task Validate(Database db, CancellationToken ct)
    {
        if (db.Dialect != Dialect.Postgres) return;
        var problems = new List<Exception>();
        await On(db, async connection =>
        {
            foreach (var name in (await Names(connection, $"select conname from pg_constraint where {OurReferences} and not convalidated", ct)).Where(References.ContainsKey))
            {
                try
                {
                    await Execute(connection, $"alter table {TableOf(References[name])} validate constraint {name}", ct);
                }
                catch (PostgresException orphan) when (orphan.SqlState == PostgresErrorCodes.ForeignKeyViolation)
                {
                    problems.Add(orphan);
                }
            }
        }, ct);
        if (problems.Count > 0) throw new AggregateException(problems);
    }

    /// <summary>
    /// Both tables have to be held at once, and whoever writes takes them in either order. So it asks for less time than the store lets pass before it looks for deadlocks
    /// (<c>deadlock_timeout</c>, a second): of two who wait for each other this one gives way, never somebody's sign-up. Now and then it asks for each table alone, for longer:
    /// that sends a vacuum away, which the store does only for whoever waits that second.
    /// </summary>
    private static async Task Refer(DbConnection connection, string make, CancellationToken ct)
    {
        var words = make.Split(' ');
        var (table, other) = (words[2], words[Array.IndexOf(words, "references") + 1]);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await Held(connection, $"set local lock_timeout = '{ShortWait}ms'; lock table {other}, {table} in share row exclusive mode; set local lock_timeout = 0; {make} not valid", ct);
                return;
            }
            catch (PostgresException held) when (IsHeld(held) && attempt < MostAttempts)
            {
                // Those who came after it and had to wait go first.
                await Task.Delay(ShortWait, ct);
            }

            if (attempt % AttemptsAKnock == 0) await Knock(connection, [table, other], ct);
        }
    }

    private static async Task Knock(DbConnection connection, string[] tables, CancellationToken ct)
    {
        foreach (var table in tables)
        {
            try
            {
                await Held(connection, $"set local lock_timeout = '{LongWait}ms'; lock table {table} in share row exclusive mode", ct);
            }
            catch (PostgresException held) when (IsHeld(held))
            {
                // Somebody's long work: the next attempt comes.
            }
        }
    }

    private static async Task Held(DbConnection connection, string sql, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await Execute(connection, sql, ct);
        await transaction.CommitAsync(ct);
    }

    private static bool IsHeld(PostgresException problem) => problem.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected;

    private static async Task<bool> Try(Func<Task> make, List<Exception> problems)
    {
        try
        {
            await make();
            return true;
        }
        catch (PostgresException problem)
        {
            problems.Add(problem);
            return false;
        }
    }

    private static async Task On(Database db, Func<DbConnection, Task> work, CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        try
        {
            await work(db.Database.GetDbConnection());
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    // By name, from the catalogue itself: every reader of the feed asks before it carries lines on, and the view of all indexes takes milliseconds.
    private static Task<List<KeyValuePair<string, string>>> MissingIndexes(DbConnection connection, Dialect dialect, CancellationToken ct)
    {
        var named = dialect == Dialect.Sqlite ? "select name from sqlite_master where type = 'index' and name" : $"select relname from pg_class where relkind = 'i' and relnamespace = {OurSchema} and relname";
        return Missing(Indexes, connection, $"{named} in ({string.Join(", ", Indexes.Keys.Select(n => $"'{n}'"))})", ct);
    }

    private static Task<List<KeyValuePair<string, string>>> MissingReferences(DbConnection connection, CancellationToken ct) =>
        Missing(References, connection, $"select conname from pg_constraint where {OurReferences}", ct);

    private static async Task<List<KeyValuePair<string, string>>> Missing(IReadOnlyDictionary<string, string> all, DbConnection connection, string question, CancellationToken ct)
    {
        var there = await Names(connection, question, ct);
        return [.. all.Where(one => !there.Contains(one.Key))];
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

/// <summary>What a first load left out could not all be made yet.</summary>
public sealed class SchemaUnmended(Exception problem) : DbException(problem.Message, problem);
