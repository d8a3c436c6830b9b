using Microsoft.EntityFrameworkCore;
using Preau.Jobs;

namespace Preau.Mail.Measuring;

/// <summary>Comes back every day.</summary>
public sealed record CountTurnout : IJob;

/// <summary>Counts who voted after each large mail of the last year with a hold-out: that takes longer than a page may, and lists of who voted come seldom.</summary>
public sealed class CountTurnoutHandler(Database db, ReadOutcomes outcomes, ReadTurnout turnout, TimeProvider clock) : IHandle<CountTurnout>
{
    private static readonly TimeSpan Since = TimeSpan.FromDays(365);

    public async Task Run(CountTurnout job, CancellationToken ct)
    {
        var (now, large) = (clock.GetUtcNow(), ReadTurnout.CountedAtOnce);
        var earliest = now - Since;
        var blasts = await db.Compared().Where(b => b.HeldOutShare > 0 && b.FrozenAt > earliest && db.BlastArms.Where(a => a.BlastId == b.Id).Sum(a => a.People) > large).OrderByDescending(b => b.Id).ToListAsync(ct);
        db.TakeTime();
        foreach (var blast in blasts)
        {
            var counted = await outcomes.Since(blast, ct) is { } since ? await turnout.Count(blast, since, ct) : null;
            var kept = await db.BlastTurnouts.SingleOrDefaultAsync(t => t.BlastId == blast.Id, ct);
            if (counted is null)
            {
                // The list was taken back.
                if (kept is not null) db.Remove(kept);
            }
            else
            {
                if (kept is null) db.Add(kept = new BlastTurnout { BlastId = blast.Id });
                (kept.HeldOn, kept.Written, kept.Held, kept.CountedAt) = (counted.On, counted.Written, counted.Held, now);
            }

            await db.SaveChangesAsync(ct);
            await db.Turns.Give(ct);
        }
    }
}
