using System.Runtime.ExceptionServices;
using Microsoft.EntityFrameworkCore;
using Preau.Nations;

namespace Preau.Feed;

/// <summary>Carries the change feed to every registered reader, one process a reader at a time.</summary>
public sealed class FeedRunner(IServiceScopeFactory scopes, ChangeFeed feed, NationDirectory nations, ReaderNames readers, RebuildReader rebuild, Store store, Wakeups wakeups, TimeProvider clock, ILogger<FeedRunner> logger) : BackgroundService
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pulse = TimeSpan.FromSeconds(5);
    private const int PeopleAtOnce = 5_000;

    private readonly SemaphoreSlim turn = new(1);
    private readonly WriterTurns turns = new(store.Dialect);
    private readonly string holder = Guid.NewGuid().ToString("n");

    // Each by itself: one that has much to do after a large import keeps no other from what it shows.
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(readers.All.Select(name => Task.Run(() => Follow(name, stoppingToken), stoppingToken)));

    private async Task Follow(string name, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            var ring = wakeups.Next();
            var gathered = Wakeups.Gathered(clock, ct);
            try
            {
                await CatchUp(name, ct);
            }
            catch (Exception problem) when (!ct.IsCancellationRequested)
            {
                // A reader with a fault must not end the process; its cursor stays, and doctor shows how far behind it is.
                logger.LogError(problem, "The change feed could not be carried on to {Reader}", name);
                await Task.Delay(Pause, clock, ct);
            }

            await Task.WhenAny(ring, Task.Delay(Pause, clock, ct));
            await gathered;
        }
    }

    /// <summary>Every reader up to the end of the feed, one after the other; what another process holds is left to it. A reader with a fault holds up no other.</summary>
    public async Task CatchUp(CancellationToken ct)
    {
        Exception? fault = null;
        foreach (var name in readers.All)
        {
            try
            {
                await CatchUp(name, ct);
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                fault ??= problem;
            }
        }

        if (fault is not null) ExceptionDispatchInfo.Throw(fault);
    }

    private async Task CatchUp(string name, CancellationToken ct)
    {
        if (!await HoldsLease(name, ct) && !await TakeLease(name, ct)) return;
        while (await Step(name, ct))
        {
        }
    }

    private async Task<bool> Step(string name, CancellationToken ct)
    {
        await using var outer = scopes.CreateAsyncScope();
        var row = await outer.ServiceProvider.GetRequiredService<Database>().Set<ChangeReader>().AsNoTracking().SingleAsync(r => r.Name == name, ct);
        var began = clock.GetUtcNow();
        var cursor = new FeedCursor(row.Xid, row.Position);
        var lines = await feed.Read(cursor, ct);
        // Each looks for some people among all; without their indexes that takes hours, and on SQLite nobody else writes meanwhile.
        if (lines.Count > 0 && await LoadSchema.IsOut(outer.ServiceProvider.GetRequiredService<Database>(), ct)) return false;
        foreach (var part in Parts(lines))
        {
            var nation = await nations.Find(part[0].NationId, ct);
            if (nation is not null) await RebuildWhereNeeded(name, nation, ct);
            if (await InTurn(() => Apply(name, nation, cursor, part, ct), ct) is not { } reached) return false;
            cursor = reached;
        }

        if (lines.Count == ChangeFeed.BatchSize) return true;
        await Rest(name, cursor, row.CaughtUpAt, lines.Count > 0, began, ct);
        return false;
    }

    /// <summary>One nation at a time, and no more people than a transaction can take in without keeping others waiting.</summary>
    private static IEnumerable<List<FeedLine>> Parts(List<FeedLine> lines)
    {
        var start = 0;
        while (start < lines.Count)
        {
            var (end, people) = (start, 0);
            while (end < lines.Count && lines[end].NationId == lines[start].NationId && (end == start || people < PeopleAtOnce)) people += lines[end++].PersonIds.AsSpan().Count(',') + 1;
            yield return lines[start..end];
            start = end;
        }
    }

    /// <summary>Readers write one after the other where only one can write, and leave imports and people their turns.</summary>
    private async Task<FeedCursor?> InTurn(Func<Task<FeedCursor?>> apply, CancellationToken ct)
    {
        if (store.Dialect != Dialect.Sqlite) return await apply();
        await turn.WaitAsync(ct);
        try
        {
            var reached = await apply();
            await turns.Give(ct);
            return reached;
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task RebuildWhereNeeded(string name, NationFacts nation, CancellationToken ct)
    {
        await using var scope = scopes.Enter(nation);
        if (!await readers.Resolve(scope.ServiceProvider, name).NeedsRebuild(ct)) return;
        var until = clock.GetUtcNow().Add(RebuildReader.Lease).ToUnixTimeMilliseconds();
        var rows = scope.ServiceProvider.GetRequiredService<Database>().Set<ChangeReader>().Where(r => r.Name == name && r.Holder == holder);
        if (await rows.ExecuteUpdateAsync(s => s.SetProperty(r => r.LeasedUntilMs, until), ct) == 1) await rebuild.Held(name, holder, () => rebuild.Of(name, nation, ct), ct);
    }

    /// <param name="name">The reader.</param>
    /// <param name="nation">Whose lines these are; null when it is not there any more, and the lines are passed over.</param>
    /// <param name="from">Where the lines were read.</param>
    /// <param name="lines">Of one nation.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>Where the reader stands now; null when somebody else carries it on.</returns>
    private async Task<FeedCursor?> Apply(string name, NationFacts? nation, FeedCursor from, List<FeedLine> lines, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        if (nation is not null) scope.ServiceProvider.GetRequiredService<CurrentNation>().Enter(nation);
        var db = scope.ServiceProvider.GetRequiredService<Database>();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var last = lines[^1];
        var until = clock.GetUtcNow().Add(Lease).ToUnixTimeMilliseconds();
        // First of all, and only from where these lines were read: its row is locked until the end, so nobody applies a line a second time.
        var mine = await db.Set<ChangeReader>().Where(r => r.Name == name && r.Holder == holder && r.Xid == from.Xid && r.Position == from.Position).ExecuteUpdateAsync(s => s
            .SetProperty(r => r.Xid, last.Xid).SetProperty(r => r.Position, last.Position).SetProperty(r => r.LeasedUntilMs, until)
            .SetProperty(r => r.CaughtUpAt, r => r.CaughtUpAt == null || r.CaughtUpAt < last.At ? last.At : r.CaughtUpAt), ct);
        if (mine == 0) return null;
        if (nation is not null) await readers.Resolve(scope.ServiceProvider, name).Apply([.. lines.Select(l => l.ToChange())], ct);
        await transaction.CommitAsync(ct);
        return new(last.Xid, last.Position);
    }

    /// <summary>There was nothing more to read: what the reader made of the feed holds for the instant at which it looked.</summary>
    private async Task Rest(string name, FeedCursor at, DateTimeOffset? saidAt, bool hasMoved, DateTimeOffset began, CancellationToken ct)
    {
        if (!hasMoved && began - saidAt < Pulse) return;
        if ((await feed.Peek(at, ct)).Count > 0) return;
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<Database>().Set<ChangeReader>().Where(r => r.Name == name && r.Holder == holder && r.Xid == at.Xid && r.Position == at.Position)
            .ExecuteUpdateAsync(s => s.SetProperty(r => r.CaughtUpAt, began), ct);
    }

    /// <summary>Whether it is ours for long enough. Mostly there is nothing to do, and then nothing is written either.</summary>
    private async Task<bool> HoldsLease(string name, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var soon = clock.GetUtcNow().Add(Lease / 2).ToUnixTimeMilliseconds();
        return await scope.ServiceProvider.GetRequiredService<Database>().Set<ChangeReader>().AnyAsync(r => r.Name == name && r.Holder == holder && r.LeasedUntilMs > soon, ct);
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
