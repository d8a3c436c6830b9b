using Microsoft.EntityFrameworkCore;

namespace Preau.Nations;

/// <summary>The first request under a name of the nation's arrived: the DNS leads here.</summary>
public sealed class MarkSeen(Database db, NationDirectory directory, TimeProvider clock)
{
    public async Task Run(long hostId, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // Of several that come at the same moment, one is the first.
        if (await db.HostNames.Where(h => h.Id == hostId && h.SeenAt == null).ExecuteUpdateAsync(s => s.SetProperty(h => h.SeenAt, clock.GetUtcNow()), ct) > 0)
        {
            db.Trail.Record("host_name.seen", [], subjectId: hostId);
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
        }

        directory.Forget();
    }
}
