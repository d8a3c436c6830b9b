using Microsoft.EntityFrameworkCore;
using Preau.Jobs;

namespace Preau.Mail.Measuring;

/// <summary>Comes back every day.</summary>
public sealed record RecountArms : IJob;

/// <summary>
/// Counts anew the groups of the blasts whose window is open, or closed yesterday. They are right without it, unless a process of a version that kept none moved deliveries beside this one
/// (an upgrade of several processes on PostgreSQL).
/// </summary>
public sealed class RecountArmsHandler(Database db, TimeProvider clock) : IHandle<RecountArms>
{
    public async Task Run(RecountArms job, CancellationToken ct)
    {
        var since = clock.GetUtcNow() - ReadOutcomes.Window - TimeSpan.FromDays(2);
        var blasts = await db.Blasts.AsNoTracking().Where(b => b.FrozenAt > since && b.ForgottenAt == null && (b.HeldOutShare > 0 || db.BlastVersions.Any(v => v.BlastId == b.Id && v.Language == null))).OrderBy(b => b.Id).ToListAsync(ct);
        foreach (var blast in blasts)
        {
            await using (var transaction = await db.Database.BeginTransactionAsync(ct))
            {
                await MoveArms.Recount(db, blast, ct);
                await transaction.CommitAsync(ct);
            }

            await db.Turns.Give(ct);
        }
    }
}
