using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Preau.Nations;

namespace Preau.Feed;

/// <summary>
/// Computes a reader anew from the tables, nation by nation, and lets it follow the feed from where the feed stood before. It takes the reader's
/// lease, so that a program that is running leaves the reader alone meanwhile and carries it on afterwards.
/// </summary>
public sealed class RebuildReader(IServiceScopeFactory scopes, ChangeFeed feed, NationDirectory nations, ReaderNames readers, TimeProvider clock)
{
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    public async Task Run(string name, CancellationToken ct)
    {
        var holder = $"rebuild-{Guid.NewGuid():n}";
        await Take(name, holder, ct);
        var (from, began) = (await feed.End(ct), clock.GetUtcNow());
        try
        {
            await Held(name, holder, async () =>
            {
                foreach (var nation in await nations.All(ct)) await Of(name, nation, ct);
            }, ct);
            await Release(name, holder, ct, r => r.SetProperty(x => x.Xid, from.Xid).SetProperty(x => x.Position, from.Position).SetProperty(x => x.CaughtUpAt, began));
        }
        finally
        {
            // Whatever happened: the reader goes on from where it stood, or from where it was put.
            await Release(name, holder, CancellationToken.None);
        }
    }

    /// <summary>Renews the lease for as long as the work takes, so that nobody else carries the reader on before it is done.</summary>
    public async Task Held(string name, string holder, Func<Task> work, CancellationToken ct)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var renewing = Renew(name, holder, over.Token);
        try
        {
            await work();
        }
        finally
        {
            await over.CancelAsync();
            await renewing;
        }
    }

    private async Task Renew(string name, string holder, CancellationToken ct)
    {
        using var timer = new PeriodicTimer(Lease / 4, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(ct))
            {
                try
                {
                    await using var scope = scopes.CreateAsyncScope();
                    var until = clock.GetUtcNow().Add(Lease).ToUnixTimeMilliseconds();
                    await scope.ServiceProvider.GetRequiredService<Database>().Set<ChangeReader>().Where(r => r.Name == name && r.Holder == holder).ExecuteUpdateAsync(s => s.SetProperty(r => r.LeasedUntilMs, until), ct);
                }
                catch (DbException)
                {
                    // On SQLite the work itself may be writing: then nobody else takes the lease either, and the next time comes before it is over.
                }
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The work came to its end.
        }
    }

    /// <summary>One nation's part. Whoever calls this holds the reader's lease.</summary>
    public async Task Of(string name, NationFacts nation, CancellationToken ct)
    {
        await using var scope = scopes.Enter(nation);
        var reader = readers.Resolve(scope.ServiceProvider, name);
        if (reader.RebuildsInParts)
        {
            await reader.Rebuild(ct);
            return;
        }

        await using var transaction = await scope.ServiceProvider.GetRequiredService<Database>().Database.BeginTransactionAsync(ct);
        await reader.Rebuild(ct);
        await transaction.CommitAsync(ct);
    }

    private async Task Take(string name, string holder, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        readers.Resolve(scope.ServiceProvider, name);
        var db = scope.ServiceProvider.GetRequiredService<Database>();
        var until = clock.GetUtcNow().Add(Lease).ToUnixTimeMilliseconds();
        var taken = await db.Set<ChangeReader>().Where(r => r.Name == name).ExecuteUpdateAsync(s => s.SetProperty(r => r.Holder, holder).SetProperty(r => r.LeasedUntilMs, until), ct);
        if (taken == 1) return;
        db.Add(new ChangeReader { Name = name, Holder = holder, LeasedUntilMs = until });
        await db.SaveChangesAsync(ct);
    }

    private async Task Release(string name, string holder, CancellationToken ct, Action<Microsoft.EntityFrameworkCore.Query.UpdateSettersBuilder<ChangeReader>>? also = null)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<Database>().Set<ChangeReader>().Where(r => r.Name == name && r.Holder == holder).ExecuteUpdateAsync(s =>
        {
            s.SetProperty(r => r.LeasedUntilMs, 0L).SetProperty(r => r.Holder, (string?)null);
            also?.Invoke(s);
        }, ct);
    }
}
