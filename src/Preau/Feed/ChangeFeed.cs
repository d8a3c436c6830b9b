using System.Data.Common;

namespace Preau.Feed;

/// <summary>Where a reader stands, in commit order.</summary>
public readonly record struct FeedCursor(long Xid, long Position);

/// <summary>The feed of all nations, in the order in which transactions became visible.</summary>
public sealed class ChangeFeed(Store store)
{
    public const int BatchSize = 500;

    public Task<List<FeedLine>> Read(FeedCursor after, CancellationToken ct) => Lines("Feed/Read", after, ct);

    /// <summary>
    /// Newest first, what is committed already but may not be read in order yet, because an older transaction is still open. For caches that
    /// would rather forget too early than show what is old; the cursor does not move by it.
    /// </summary>
    public async Task<IReadOnlyList<FeedLine>> Peek(FeedCursor after, CancellationToken ct) => store.Dialect == Dialect.Postgres ? await Lines("Feed/Peek", after, ct) : [];

    private async Task<List<FeedLine>> Lines(string file, FeedCursor after, CancellationToken ct)
    {
        await using var connection = await store.Open(ct);
        await using var command = Command(connection, file);
        command.Bind("xid", after.Xid);
        command.Bind("position", after.Position);
        command.Bind("take", BatchSize);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var read = RowReader<FeedLine>.For(reader);
        var lines = new List<FeedLine>();
        while (await reader.ReadAsync(ct)) lines.Add(read(reader));
        return lines;
    }

    /// <summary>The place behind everything that can be read now.</summary>
    public async Task<FeedCursor> End(CancellationToken ct)
    {
        await using var connection = await store.Open(ct);
        await using var command = Command(connection, "Feed/End");
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? new FeedCursor(reader.GetInt64(0), reader.GetInt64(1)) : default;
    }

    private DbCommand Command(DbConnection connection, string file)
    {
        var command = connection.CreateCommand();
        command.CommandText = Sql.Text(file, store.Dialect);
        return command;
    }
}

public sealed record FeedLine(NationId NationId, long Xid, long Position, int Month, DateTimeOffset At, string Kind, long? SubjectId, string PersonIds)
{
    public Change ToChange() => new() { NationId = NationId, Month = Month, At = At, Kind = Kind, SubjectId = SubjectId, PersonIds = PersonIds };
}
