using System.Data;
using System.Data.Common;

namespace Preau.Jobs;

/// <summary>Opens a connection to the store that holds the table <c>job</c>. The caller disposes it.</summary>
public delegate ValueTask<DbConnection> OpenJobConnection(CancellationToken ct);

/// <summary>
/// The job table: what is due, who holds it, how it ended. Each verb is one statement on a connection of its own, except
/// <see cref="Enqueue"/>, which takes part in the caller's transaction.
/// </summary>
public sealed class JobStore(OpenJobConnection open, JobDialect dialect, TimeProvider clock)
{
    public JobDialect Dialect => dialect;

    private long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Adds a job in the transaction of the fact that asks for it: rolled back together, or there together.</summary>
    public async Task Enqueue(DbConnection connection, DbTransaction? transaction, IJob job, long? ownerId, DateTimeOffset? at, CancellationToken ct)
    {
        var row = JobRow.Of(job, ownerId, clock.GetUtcNow(), at);
        await using var command = Command(connection, transaction, JobSql.Insert, [.. Values(row)]);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Takes up to <paramref name="count"/> due jobs for this long. Nobody else gets them until the lease is over.</summary>
    public async Task<IReadOnlyList<JobRow>> Claim(int count, TimeSpan lease, CancellationToken ct)
    {
        var now = Now;
        var rows = await Read(JobSql.Claim(dialect), ct, ("count", count), ("now", now), ("until", now + (long)lease.TotalMilliseconds), ("lease", Random.Shared.NextInt64(1, long.MaxValue)));
        return [.. rows.OrderBy(r => r.RunAt).ThenBy(r => r.Id)];
    }

    /// <summary>False when the lease was lost: somebody else may be running the job.</summary>
    public Task<bool> Renew(JobRow job, TimeSpan lease, CancellationToken ct) =>
        Mine(JobSql.Renew, job, ct, ("until", Now + (long)lease.TotalMilliseconds));

    public Task<bool> Complete(JobRow job, CancellationToken ct) => Mine(JobSql.Complete, job, ct, ("now", Now));

    /// <summary>Comes back after the gap, with so many starts counted.</summary>
    public Task<bool> Later(JobRow job, TimeSpan gap, string error, int attempts, CancellationToken ct) =>
        Mine(JobSql.Later, job, ct, ("run_at", Now + (long)gap.TotalMilliseconds), ("error", error), ("attempts", attempts));

    /// <summary>Stops for good, to be looked at.</summary>
    public Task<bool> Kill(JobRow job, string error, CancellationToken ct) => Mine(JobSql.Kill, job, ct, ("error", error), ("now", Now));

    /// <summary>Puts a job back that was not run to its end because the program stops.</summary>
    public Task<bool> Release(JobRow job, CancellationToken ct) => Mine(JobSql.Release, job, ct);

    /// <summary>The latest dead jobs, of one owner or (with null) of all.</summary>
    public Task<List<JobRow>> Dead(long? ownerId, int count, CancellationToken ct) => Read(JobSql.Dead, ct, ("owner_id", ownerId), ("count", count));

    /// <summary>Gives a dead job another set of attempts, now.</summary>
    public async Task<bool> Retry(long id, long? ownerId, CancellationToken ct) => await Write(JobSql.Retry, ct, ("id", id), ("owner_id", ownerId), ("now", Now)) == 1;

    public async Task<bool> Delete(long id, long? ownerId, CancellationToken ct) => await Write(JobSql.Delete, ct, ("id", id), ("owner_id", ownerId)) == 1;

    /// <summary>Forgets jobs that were done longer ago than this.</summary>
    public Task<int> Sweep(TimeSpan age, CancellationToken ct) => Write(JobSql.Sweep, ct, ("before", Now - (long)age.TotalMilliseconds));

    /// <summary>The names of schedules whose time has not come: one question, so that a runner which looks every second writes nothing while there is nothing to do.</summary>
    public async Task<IReadOnlySet<string>> Resting(CancellationToken ct)
    {
        await using var connection = await open(ct);
        await using var command = Command(connection, null, JobSql.ScheduleRests, [("now", Now)]);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (await reader.ReadAsync(ct)) names.Add(reader.GetString(0));
        return names;
    }

    /// <summary>Adds the work of a schedule when its time has come. Of several processes one does it.</summary>
    /// <returns>Whether this call did it.</returns>
    public async Task<bool> Recur(Recurring recurring, IReadOnlyList<long?> owners, CancellationToken ct)
    {
        var now = Now;
        var next = now + (long)recurring.Every.TotalMilliseconds;
        await using var connection = await open(ct);
        await using (var add = Command(connection, null, JobSql.ScheduleAdd, [("name", recurring.Name), ("next_at", now)])) await add.ExecuteNonQueryAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using (var take = Command(connection, transaction, JobSql.ScheduleTake, [("name", recurring.Name), ("next_at", next), ("now", now)]))
        {
            if (await take.ExecuteNonQueryAsync(ct) == 0) return false;
        }

        foreach (var owner in owners)
        {
            await using var insert = Command(connection, transaction, JobSql.InsertUnlessWaiting, [.. Values(JobRow.Of(recurring.Job, owner, clock.GetUtcNow()))]);
            await insert.ExecuteNonQueryAsync(ct);
        }

        await transaction.CommitAsync(ct);
        return true;
    }

    /// <summary>When the next job is due or its lease runs out; null when none waits.</summary>
    public async Task<DateTimeOffset?> NextAt(CancellationToken ct)
    {
        await using var connection = await open(ct);
        await using var command = Command(connection, null, JobSql.NextAt, []);
        return await command.ExecuteScalarAsync(ct) is long at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null;
    }

    private static IEnumerable<(string, object?)> Values(JobRow row) =>
        [("owner_id", row.OwnerId), ("kind", row.Kind), ("body", row.Body), ("run_at", row.RunAt), ("created_at", row.CreatedAt)];

    private async Task<bool> Mine(string sql, JobRow job, CancellationToken ct, params (string, object?)[] values) =>
        await Write(sql, ct, [("id", job.Id), ("lease", job.Lease), .. values]) == 1;

    private async Task<int> Write(string sql, CancellationToken ct, params (string, object?)[] values)
    {
        await using var connection = await open(ct);
        await using var command = Command(connection, null, sql, values);
        return await command.ExecuteNonQueryAsync(ct);
    }

    private async Task<List<JobRow>> Read(string sql, CancellationToken ct, params (string, object?)[] values)
    {
        await using var connection = await open(ct);
        await using var command = Command(connection, null, sql, values);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<JobRow>();
        while (await reader.ReadAsync(ct)) rows.Add(Row(reader));
        return rows;
    }

    private static JobRow Row(DbDataReader reader)
    {
        var row = JobRow.Stored(reader.GetInt64(0), reader.IsDBNull(1) ? null : reader.GetInt64(1), reader.GetString(2), reader.GetString(3), reader.GetInt64(10));
        (row.RunAt, row.LeasedUntil, row.Lease, row.Attempts) = (reader.GetInt64(4), reader.GetInt64(5), reader.GetInt64(6), reader.GetInt32(7));
        row.State = Enum.Parse<JobState>(reader.GetString(8), ignoreCase: true);
        row.LastError = reader.IsDBNull(9) ? null : reader.GetString(9);
        row.EndedAt = reader.IsDBNull(11) ? null : reader.GetInt64(11);
        return row;
    }

    private static DbCommand Command(DbConnection connection, DbTransaction? transaction, string sql, (string Name, object? Value)[] values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        foreach (var (name, value) in values)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            // An owner that is null still needs a type: PostgreSQL can't tell that of «@owner_id is null».
            if (name == "owner_id") parameter.DbType = DbType.Int64;
            parameter.Value = value ?? DBNull.Value;
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
