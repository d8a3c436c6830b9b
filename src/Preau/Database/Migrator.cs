using System.Data.Common;
using System.Globalization;

namespace Preau;

/// <summary>Applies every migration that this store has not seen, in the order of their names, and says which.</summary>
public sealed class Migrator(Store store, TimeProvider clock, ILogger<Migrator> logger)
{
    private const long LockKey = 0x5072_6561_75;

    public static IReadOnlyList<string> All(Dialect dialect) =>
    [
        .. Sql.Files.Where(f => f.StartsWith("Database/Migrations/", StringComparison.Ordinal))
            .Select(f => Path.GetFileNameWithoutExtension(f))
            .Where(n => !n.EndsWith("." + Sql.Suffix(dialect == Dialect.Sqlite ? Dialect.Postgres : Dialect.Sqlite), StringComparison.Ordinal))
            .Select(n => n.EndsWith("." + Sql.Suffix(dialect), StringComparison.Ordinal) ? n[..^(Sql.Suffix(dialect).Length + 1)] : n)
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];

    /// <summary>What this store has seen; nothing where there is none yet, and none is made.</summary>
    public async Task<IReadOnlySet<string>> Applied(CancellationToken ct)
    {
        var applied = new HashSet<string>(StringComparer.Ordinal);
        if (store.Dialect == Dialect.Sqlite && !File.Exists(store.Options.SqliteFile)) return applied;
        await using var connection = await store.Open(ct);
        await using var command = connection.CreateCommand();
        command.CommandText = store.Dialect == Dialect.Sqlite
            ? "select count(*) from sqlite_master where name = 'migration'"
            : "select count(*) from information_schema.tables where table_schema = current_schema() and table_name = 'migration'";
        if (Convert.ToInt64(await command.ExecuteScalarAsync(ct), CultureInfo.InvariantCulture) == 0) return applied;
        command.CommandText = "select name from migration";
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) applied.Add(reader.GetString(0));
        return applied;
    }

    public async Task<IReadOnlyList<string>> Run(CancellationToken ct)
    {
        var applied = await Run(All(store.Dialect), ct);
        await using var connection = await store.Open(ct);
        try
        {
            await LoadSchema.Mend(connection, store.Dialect, ct);
        }
        catch (DbException problem)
        {
            // Slower without, but there: the site need not wait for room on the disk. A job goes on trying.
            logger.LogWarning(problem, "Indexes that an import left out could not be made yet");
        }

        return applied;
    }

    /// <summary>Only these: a backup is read into the schema that it was made from.</summary>
    public async Task<IReadOnlyList<string>> Run(IReadOnlyList<string> names, CancellationToken ct)
    {
        if (store.Dialect == Dialect.Sqlite) LocalDisk.Require(store.Options.Data);
        else LocalDisk.Make(store.Options.Data);

        await using var connection = await store.Open(ct);
        if (store.Dialect == Dialect.Sqlite) await Execute(connection, null, "pragma journal_mode = wal", ct);
        else await Execute(connection, null, $"select pg_advisory_lock({LockKey})", ct);
        await Execute(connection, null, "create table if not exists migration (name text not null primary key, applied_at bigint not null)", ct);

        var applied = new List<string>();
        foreach (var name in names)
        {
            await using var transaction = await connection.BeginTransactionAsync(ct);
            if (await Known(connection, transaction, name, ct)) continue;
            await Execute(connection, transaction, Sql.Text("Database/Migrations/" + name, store.Dialect), ct);
            await Execute(connection, transaction, "insert into migration (name, applied_at) values (@name, @at)", ct, ("name", name), ("at", clock.GetUtcNow().ToUnixTimeMilliseconds()));
            await transaction.CommitAsync(ct);
            applied.Add(name);
        }

        if (store.Dialect == Dialect.Postgres) await Execute(connection, null, $"select pg_advisory_unlock({LockKey})", ct);
        return applied;
    }

    private static async Task<bool> Known(DbConnection connection, DbTransaction transaction, string name, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "select 1 from migration where name = @name";
        command.Bind("name", name);
        return await command.ExecuteScalarAsync(ct) is not null;
    }

    private static async Task Execute(DbConnection connection, DbTransaction? transaction, string sql, CancellationToken ct, params (string Name, object? Value)[] parameters)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        foreach (var (name, value) in parameters) command.Bind(name, value);
        await command.ExecuteNonQueryAsync(ct);
    }
}
