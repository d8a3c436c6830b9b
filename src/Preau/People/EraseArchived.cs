using Microsoft.EntityFrameworkCore;
using Preau.Nations;

namespace Preau.People;

/// <summary>Erases for good who was archived for thirty days. Whom the law keeps stays archived and is asked about again the next time.</summary>
public sealed class EraseArchived(Database db, ErasePerson erase, TimeProvider clock)
{
    public static readonly TimeSpan Grace = TimeSpan.FromDays(30);

    /// <summary>Gives how many were erased.</summary>
    public async Task<int> Run(CancellationToken ct)
    {
        var before = clock.GetUtcNow() - Grace;
        var count = 0;
        var (lastAt, lastId) = (DateTimeOffset.MinValue.AddYears(1), 0L);
        while (true)
        {
            var (at, id) = (lastAt, lastId);
            var next = await db.People.AsNoTracking().Where(p => p.ArchivedAt != null && p.ArchivedAt < before && p.ArchivedAt >= at && (p.ArchivedAt != at || p.Id > id))
                .OrderBy(p => p.ArchivedAt).ThenBy(p => p.Id).Select(p => new { p.Id, p.ArchivedAt }).FirstOrDefaultAsync(ct);
            if (next is null) return count;
            if (await erase.Run(next.Id, ct) is Erasure.Done) count++;
            (lastAt, lastId) = (next.ArchivedAt!.Value, next.Id);
        }
    }
}

/// <summary>Looks once an hour, nation by nation. Two processes at once do no harm: who is gone is gone.</summary>
public sealed partial class ArchiveLoop(IServiceScopeFactory scopes, NationDirectory nations, TimeProvider clock, ILogger<ArchiveLoop> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromHours(1), clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var nation in await nations.All(stoppingToken)) await Erase(nation, stoppingToken);
        }
    }

    private async Task Erase(NationFacts nation, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentNation>().Enter(nation);
        try
        {
            await scope.ServiceProvider.GetRequiredService<EraseArchived>().Run(ct);
        }
        catch (System.Data.Common.DbException away)
        {
            // The store is busy or away: the next hour tries again, and other nations are not kept waiting.
            StoreAway(log, away, nation.Id.Value);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Archived people of nation {NationId} could not be erased yet")]
    private static partial void StoreAway(ILogger log, Exception away, long nationId);
}
