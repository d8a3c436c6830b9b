using System.Diagnostics;

namespace Preau;

/// <summary>
/// Leaves long work's place to others now and then. SQLite has one writer, and whoever waits for it looks again every 150 ms: between two transactions of ours it is free for less than that, and
/// after 30 s they are refused. On PostgreSQL nobody waits for it.
/// </summary>
public sealed class WriterTurns(Dialect dialect)
{
    private static readonly TimeSpan Ours = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Theirs = TimeSpan.FromMilliseconds(200);
    private long since = Stopwatch.GetTimestamp();

    /// <summary>For between two transactions.</summary>
    public async Task Give(CancellationToken ct)
    {
        if (dialect != Dialect.Sqlite || Stopwatch.GetElapsedTime(since) < Ours) return;
        await Task.Delay(Theirs, ct);
        since = Stopwatch.GetTimestamp();
    }
}
