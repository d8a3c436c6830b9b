using Microsoft.EntityFrameworkCore;
using Preau.Jobs;
using Preau.People.Bulk;

namespace Preau.Lists;

/// <summary>Comes back every hour, nation by nation.</summary>
public sealed record PurgeRemovedLists : IJob;

/// <summary>A removed list can come back for a day; then its rows go.</summary>
public sealed class PurgeLists(Database db, TimeProvider clock) : IHandle<PurgeRemovedLists>
{
    public async Task Run(PurgeRemovedLists job, CancellationToken ct)
    {
        var before = clock.GetUtcNow() - UndoBulk.Life;
        foreach (var id in await db.PersonLists.Where(l => l.RemovedAt < before).Select(l => l.Id).ToListAsync(ct))
        {
            await db.PersonListMembers.Where(m => m.PersonListId == id).DeleteInParts(ct);
            await db.PersonLists.Where(l => l.Id == id && l.RemovedAt < before).ExecuteDeleteAsync(ct);
        }
    }
}
