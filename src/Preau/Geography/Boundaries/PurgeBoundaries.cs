using Microsoft.EntityFrameworkCore;
using Preau.Jobs;
using Preau.People.Bulk;

namespace Preau.Geography;

/// <summary>Comes back every hour, nation by nation.</summary>
public sealed record PurgeRemovedBoundaries : IJob;

/// <summary>Removed boundaries can come back for a day; then their rows go, and so do files that nobody brought in.</summary>
public sealed class PurgeBoundaries(Database db, BoundaryFolder folder, BoundaryShapes shapes, TimeProvider clock) : IHandle<PurgeRemovedBoundaries>
{
    private static readonly TimeSpan Unfinished = TimeSpan.FromDays(7);

    public async Task Run(PurgeRemovedBoundaries job, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var (removed, left) = (now - UndoBulk.Life, now - Unfinished);
        foreach (var set in await db.BoundarySets.AsNoTracking().Where(s => s.RemovedAt < removed || (s.State == BoundarySetState.Uploaded && s.RemovedAt == null && s.CreatedAt < left)).ToListAsync(ct))
        {
            folder.Forget(set.Path);
            await db.PersonBoundaries.Where(b => b.BoundarySetId == set.Id).DeleteInParts(ct);
            await db.Boundaries.Where(b => b.BoundarySetId == set.Id).ExecuteDeleteAsync(ct);
            await db.BoundarySets.Where(s => s.Id == set.Id && (s.RemovedAt < removed || s.State == BoundarySetState.Uploaded)).ExecuteDeleteAsync(ct);
            shapes.Forget(db.NationId, set.Id);
        }
    }
}
