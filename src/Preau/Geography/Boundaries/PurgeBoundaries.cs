using Microsoft.EntityFrameworkCore;
using Preau.Jobs;
using Preau.People.Bulk;

namespace Preau.Geography;

/// <summary>Comes back every hour, nation by nation.</summary>
public sealed record PurgeRemovedBoundaries : IJob;

/// <summary>Removed boundaries can come back for a day; then their rows go, and so do files that nobody brought in.</summary>
public sealed class PurgeBoundaries(Database db, BoundaryFolder folder, BoundaryShapes shapes, AddressBook book, TimeProvider clock) : IHandle<PurgeRemovedBoundaries>
{
    private static readonly TimeSpan Unfinished = TimeSpan.FromDays(7);

    public async Task Run(PurgeRemovedBoundaries job, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var (removed, left) = (now - UndoBulk.Life, now - Unfinished);
        var gone = db.BoundarySets.Where(s => s.RemovedAt < removed || (s.State != BoundarySetState.Ready && s.RemovedAt == null && s.CreatedAt < left));
        foreach (var set in await gone.AsNoTracking().Select(s => new { s.Id, s.Path }).ToListAsync(ct))
        {
            if (!await Claim(gone.Where(s => s.Id == set.Id), ct)) continue;
            folder.Forget(set.Path);
            await db.PersonBoundaries.Where(b => b.BoundarySetId == set.Id).DeleteInParts(ct);
            await db.Boundaries.Where(b => b.BoundarySetId == set.Id).ExecuteDeleteAsync(ct);
            await db.BoundarySets.Where(s => s.Id == set.Id).ExecuteDeleteAsync(ct);
            shapes.Forget(db.NationId, set.Id);
        }

        book.ForgetAbandoned(now, await db.GeoWorks.Where(w => w.State == GeoWorkState.Running).Select(w => w.Path).ToArrayAsync(ct));
    }

    // First it is nothing that could come back, then its rows go: somebody may be taking the removal back just now.
    private async Task<bool> Claim(IQueryable<BoundarySet> set, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Execute("Geography/Places/HoldPlaces", ct);
        var isClaimed = await set.ExecuteUpdateAsync(s => s.SetProperty(x => x.State, BoundarySetState.Failed), ct) > 0;
        await transaction.CommitAsync(ct);
        return isClaimed;
    }
}
