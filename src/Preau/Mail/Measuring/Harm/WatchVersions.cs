using Microsoft.EntityFrameworkCore;
using Preau.Jobs;

namespace Preau.Mail.Measuring.Harm;

/// <summary>Comes back every minute.</summary>
public sealed record WatchVersions : IJob;

/// <summary>Stops each version that does harm by more than chance explains while its mail is leaving. It may look as often as it likes: the interval holds at all looks together.</summary>
public sealed class WatchVersionsHandler(Database db, StopVersion stop) : IHandle<WatchVersions>
{
    public async Task Run(WatchVersions job, CancellationToken ct)
    {
        var leaving = db.Blasts.AsNoTracking().Where(b => (b.State == BlastState.Sending || b.State == BlastState.Paused) && b.FrozenAt != null && db.BlastVersions.Any(v => v.BlastId == b.Id && v.Language == BlastVersion.Own));
        foreach (var id in await leaving.OrderBy(b => b.Id).Select(b => b.Id).ToListAsync(ct))
        {
            while (await leaving.SingleOrDefaultAsync(b => b.Id == id, ct) is { } blast && await stop.Worst(blast, ct))
            {
                db.ChangeTracker.Clear();
                await db.Turns.Give(ct);
            }
        }
    }
}
