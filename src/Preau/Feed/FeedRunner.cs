using Microsoft.EntityFrameworkCore;
using Preau.Nations;

namespace Preau.Feed;

/// <summary>Carries the change feed to every registered reader, one process a reader at a time.</summary>
public sealed class FeedRunner(IServiceScopeFactory scopes, ChangeFeed feed, NationDirectory nations, ReaderNames readers, Wakeups wakeups, TimeProvider clock, ILogger<FeedRunner> logger) : BackgroundService
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly string holder = Guid.NewGuid().ToString("n");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var ring = wakeups.Next();
            try
            {
                await CatchUp(stoppingToken);
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                // A reader with a fault must not end the process; its cursor stays, and doctor shows how far behind it is.
                logger.LogError(problem, "The change feed could not be carried on");
                await Task.Delay(Pause, clock, stoppingToken);
            }

            await Task.WhenAny(ring, Task.Delay(Pause, clock, stoppingToken));
        }
    }

    /// <summary>Every reader up to the end of the feed; what another process holds is left to it.</summary>
    public async Task CatchUp(CancellationToken ct)
    {
        foreach (var name in readers.All)
        {
            if (!await TakeLease(name, ct)) continue;
            while (await Step(name, ct))
            {
            }
        }
    }

    private async Task<bool> Step(string name, CancellationToken ct)
    {
        await using var outer = scopes.CreateAsyncScope();
        var row = await outer.ServiceProvider.GetRequiredService<Database>().Set<ChangeReader>().AsNoTracking().SingleAsync(r => r.Name == name, ct);
        var lines = await feed.Read(new FeedCursor(row.Xid, row.Position), ct);
        if (lines.Count == 0) return false;

        var start = 0;
        while (start < lines.Count)
        {
            var end = start;
            while (end < lines.Count && lines[end].NationId == lines[start].NationId) end++;
            await Apply(name, lines[start..end], ct);
            start = end;
        }

        return lines.Count == ChangeFeed.BatchSize;
    }

    private async Task Apply(string name, List<FeedLine> lines, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var known = await nations.Find(lines[0].NationId, ct);
        if (known is not null) scope.ServiceProvider.GetRequiredService<CurrentNation>().Enter(known);
        var db = scope.ServiceProvider.GetRequiredService<Database>();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (known is not null) await readers.Resolve(scope.ServiceProvider, name).Apply([.. lines.Select(l => l.ToChange())], ct);
        var last = lines[^1];
        var now = clock.GetUtcNow();
        await db.Set<ChangeReader>().Where(r => r.Name == name).ExecuteUpdateAsync(s => s
            .SetProperty(r => r.Xid, last.Xid).SetProperty(r => r.Position, last.Position).SetProperty(r => r.CaughtUpAt, now)
            .SetProperty(r => r.LeasedUntilMs, now.Add(Lease).ToUnixTimeMilliseconds()), ct);
        await transaction.CommitAsync(ct);
    }

    private async Task<bool> TakeLease(string name, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Database>();
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var until = now + (long)Lease.TotalMilliseconds;
        var rows = db.Set<ChangeReader>().Where(r => r.Name == name);
        if (await rows.Where(r => r.Holder == holder || r.LeasedUntilMs < now).ExecuteUpdateAsync(s => s.SetProperty(r => r.Holder, holder).SetProperty(r => r.LeasedUntilMs, until), ct) == 1) return true;
        if (await rows.AnyAsync(ct)) return false;
        db.Add(new ChangeReader { Name = name, Holder = holder, LeasedUntilMs = until });
        await db.SaveChangesAsync(ct);
        return true;
    }
}
