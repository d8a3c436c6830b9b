using System.Globalization;
using Npgsql;
using Preau.Jobs;

namespace Preau.Mail.Keeping;

/// <summary>Comes back twice a day, for the whole installation.</summary>
public sealed record MakeMonthPartitions : IJob;

/// <summary>
/// On PostgreSQL, gives this month and the next two a table of their own for what many messages write, so that a month that is forgotten leaves a table behind that is dropped, not one full of
/// holes. Where rows of a month lie in the table for all others already, they stay there. SQLite has one table.
/// </summary>
public sealed class MakeMonthPartitionsHandler(Store store, TimeProvider clock, ILogger<MakeMonthPartitionsHandler> logger) : IHandle<MakeMonthPartitions>
{
    private const int Ahead = 2;
    private static readonly string[] Tables = ["mail_delivery", "mail_click"];

    public async Task Run(MakeMonthPartitions job, CancellationToken ct)
    {
        if (store.Dialect != Dialect.Postgres) return;
        var now = Months.Of(clock.GetUtcNow());
        await using var connection = (NpgsqlConnection)await store.Open(ct);
        foreach (var table in Tables)
        {
            for (var (month, left) = (now, Ahead); left >= 0; month = Months.Next(month), left--)
            {
                await Try(connection, $"create table if not exists {table}_{month} partition of {table} for values from ({month}) to ({Months.Next(month)})", ct);
            }

            foreach (var month in await Past(connection, table, now, ct)) await DropEmpty(connection, $"{table}_{month}", ct);
        }
    }

    private async Task DropEmpty(NpgsqlConnection connection, string partition, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"select exists (select 1 from {partition})", connection);
        if (await command.ExecuteScalarAsync(ct) is false) await Try(connection, $"drop table {partition}", ct);
    }

    /// <summary>The months before this one that have a table of their own; a nation that sends late in its month still writes to that.</summary>
    private static async Task<List<int>> Past(NpgsqlConnection connection, string table, int now, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = to_regclass($1)", connection) { Parameters = { new() { Value = table } } };
        await using var reader = await command.ExecuteReaderAsync(ct);
        var months = new List<int>();
        while (await reader.ReadAsync(ct))
        {
            if (int.TryParse(reader.GetString(0).AsSpan(table.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var month) && month < Months.Back(now, 1)) months.Add(month);
        }

        return months;
    }

    // Whoever writes is not held up: what cannot be had at once is tried again with the next look.
    private async Task Try(NpgsqlConnection connection, string statement, CancellationToken ct)
    {
        try
        {
            await using var transaction = await connection.BeginTransactionAsync(ct);
            await using (var command = new NpgsqlCommand($"set local lock_timeout = '2s'; {statement}", connection, transaction)) await command.ExecuteNonQueryAsync(ct);
            await transaction.CommitAsync(ct);
        }
        catch (PostgresException refused) when (refused.SqlState is PostgresErrorCodes.CheckViolation or PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DuplicateTable or PostgresErrorCodes.UniqueViolation)
        {
            logger.LogDebug(refused, "A table for a month could not be made or dropped now");
        }
    }
}
