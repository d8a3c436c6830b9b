using Microsoft.EntityFrameworkCore;
using Preau.Jobs;

namespace Preau.Mail.Measuring;

/// <summary>Comes back every day.</summary>
public sealed record CountTurnout : IJob;

/// <summary>Counts who voted after each large mail of the last year with a hold-out: that takes longer than a page may, and lists of who voted come seldom.</summary>
public sealed class CountTurnoutHandler(Database db, ReadOutcomes outcomes, ReadTurnout turnout, TimeProvider clock) : IHandle<CountTurnout>
{
    public async Task Run(CountTurnout job, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        db.TakeTime();
        var blasts = await db.Large(now).Where(b => b.HeldOutShare > 0).OrderByDescending(b => b.Id).ToListAsync(ct);
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
