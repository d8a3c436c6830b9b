using Preau.Feed;

namespace Preau.Site;

/// <summary>Follows the change feed in this process alone, and lets the cache forget the sites that changed.</summary>
public sealed class FollowSite(ChangeFeed feed, PageCache cache, Wakeups wakeups, TimeProvider clock, ILogger<FollowSite> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly string[] Kinds = ["site_page.", "setting.", "stored_file.", "nation.", "host_name.", "action_taken."];
    private readonly SemaphoreSlim turn = new(1, 1);
    private Task? seen;
    private FeedCursor? cursor;
    private HashSet<long> peeked = [];

    /// <summary>Before a page is served: what this process wrote is known at once, so that whoever published sees it. Costs nothing while nothing is written.</summary>
    public ValueTask KnowOwnWrites(CancellationToken ct) => ReferenceEquals(wakeups.Next(), Volatile.Read(ref seen)) ? ValueTask.CompletedTask : new ValueTask(CatchUpOnce(ct));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var ring = wakeups.Next();
            var gathered = Wakeups.Gathered(clock, stoppingToken);
            try
            {
                await CatchUp(stoppingToken);
            }
            catch (System.Data.Common.DbException away)
            {
                // The store is away for a moment: nothing new can be rendered either, and the next look goes on from the same place.
                logger.LogWarning(away, "Changes of sites could not be followed");
            }

            await Task.WhenAny(ring, Task.Delay(Pause, clock, stoppingToken));
            await gathered;
        }
    }

    /// <summary>To the end of the feed, whoever wrote.</summary>
    public async Task CatchUp(CancellationToken ct)
    {
        await turn.WaitAsync(ct);
        try
        {
            await Follow(ct);
        }
        finally
        {
            turn.Release();
        }
    }

    // After a write, one visitor looks and the others wait for it.
    private async Task CatchUpOnce(CancellationToken ct)
    {
        await turn.WaitAsync(ct);
        try
        {
            var ring = wakeups.Next();
            if (ReferenceEquals(ring, seen)) return;
            await Follow(ct);
            Volatile.Write(ref seen, ring);
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task Follow(CancellationToken ct)
    {
        if (cursor is null)
        {
            cursor = await feed.End(ct);
            // What was rendered before the feed was followed may be older than where following begins.
            cache.ForgetAll();
        }

        while (true)
        {
            var lines = await feed.Read(cursor.Value, ct);
            foreach (var nation in lines.Where(IsOfSite).Select(l => l.NationId).Distinct()) cache.Forget(nation);
            if (lines.Count > 0) cursor = new FeedCursor(lines[^1].Xid, lines[^1].Position);
            if (lines.Count < ChangeFeed.BatchSize) break;
        }

        // An import that has been writing for minutes must not hide what was published meanwhile.
        var ahead = (await feed.Peek(cursor.Value, ct)).Where(IsOfSite).ToList();
        foreach (var nation in ahead.Where(l => !peeked.Contains(l.Position)).Select(l => l.NationId).Distinct()) cache.Forget(nation);
        peeked = [.. ahead.Select(l => l.Position)];
    }

    private static bool IsOfSite(FeedLine line) => Kinds.Any(k => line.Kind.StartsWith(k, StringComparison.Ordinal));
}
