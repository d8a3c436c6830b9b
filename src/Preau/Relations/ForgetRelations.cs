using Microsoft.EntityFrameworkCore;
using Preau.Jobs;

namespace Preau.Relations;

/// <summary>Comes back every hour, nation by nation.</summary>
public sealed record ForgetRemovedRelations : IJob;

/// <summary>What was taken away two days ago and did not return goes for good.</summary>
public sealed class ForgetRelations(Database db, TimeProvider clock) : IHandle<ForgetRemovedRelations>
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(2);

    public async Task Run(ForgetRemovedRelations job, CancellationToken ct)
    {
        var before = clock.GetUtcNow() - Kept;
        var gone = await db.Relations.IgnoreQueryFilters([RelationMap.RemovedFilter]).Where(r => r.RemovedAt != null && r.RemovedAt < before).ExecuteDeleteAsync(ct);
        if (gone > 0) db.Trail.Note("relation.deleted", gone);
        await db.SaveChangesAsync(ct);
    }
}
