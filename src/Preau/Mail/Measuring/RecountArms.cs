using Microsoft.EntityFrameworkCore;
using Preau.Jobs;

namespace Preau.Mail.Measuring;

/// <summary>Comes back every day.</summary>
public sealed record RecountArms : IJob;

/// <summary>
/// Counts anew the groups of the blasts that are leaving, or left in the last weeks, where they are not what their deliveries say: after an upgrade of several processes on PostgreSQL, one of a version that kept none may have moved
/// deliveries beside this one.
/// </summary>
public sealed class RecountArmsHandler(Database db, TimeProvider clock) : IHandle<RecountArms>
{
    public async Task Run(RecountArms job, CancellationToken ct)
    {
        var since = clock.GetUtcNow() - 2 * ReadOutcomes.Window;
        var blasts = await db.Compared().Where(b => b.FrozenAt != null && (b.EndedAt == null || b.EndedAt > since)).OrderBy(b => b.Id).ToListAsync(ct);
        foreach (var blast in blasts)
        {
            if (await IsRight(blast, ct)) continue;
            await using (var transaction = await db.Database.BeginTransactionAsync(ct))
            {
                // Holds the row, as whoever freezes it or stops a version does.
                await db.Blasts.Where(b => b.Id == blast.Id).ExecuteUpdateAsync(s => s.SetProperty(b => b.Stopped, b => b.Stopped), ct);
                await MoveArms.Recount(db, blast, ct);
                await transaction.CommitAsync(ct);
            }

            await db.Turns.Give(ct);
        }
    }

    /// <summary>Read beside those who write: who moved one between the two questions makes it look wrong, and it is counted for nothing.</summary>
    private async Task<bool> IsRight(Blast blast, CancellationToken ct)
    {
        var deliveries = await db.MailDeliveries.Where(d => d.Month == blast.Month && d.BlastId == blast.Id).GroupBy(d => new { d.State, d.IsRest, d.Version, d.Wave })
            .Select(g => new { g.Key, People = g.LongCount(), Clicked = g.LongCount(d => d.ClickedAt != null), Left = g.LongCount(d => d.UnsubscribedAt != null), Complained = g.LongCount(d => d.ComplainedAt != null) }).ToListAsync(ct);
        var counted = deliveries.GroupBy(d => BlastArm.Of(d.Key.State, d.Key.IsRest, d.Key.Version, d.Key.Wave)).Select(g => new { Place = g.Key, People = g.Sum(d => d.People), Clicked = g.Sum(d => d.Clicked), Left = g.Sum(d => d.Left), Complained = g.Sum(d => d.Complained) });
        var kept = await db.BlastArms.Where(a => a.BlastId == blast.Id && (a.People != 0 || a.Clicked != 0 || a.Unsubscribed != 0 || a.Complained != 0)).Select(a => new { a.Place, a.People, a.Clicked, Left = a.Unsubscribed, a.Complained }).ToListAsync(ct);
        return counted.OrderBy(c => c.Place).SequenceEqual(kept.OrderBy(k => k.Place));
    }
}
