using Microsoft.EntityFrameworkCore;
using Preau.Jobs;

namespace Preau.Mail.Measuring;

/// <summary>Comes back every few minutes.</summary>
public sealed record CountOutcomes : IJob;

/// <summary>
/// Counts what the people of large blasts did, so that nobody waits for it who looks at their results: again and again while the window is open, and once a day for a year after, for gifts are refunded
/// and meetings written down late.
/// </summary>
public sealed class CountOutcomesHandler(Database db, ReadOutcomes outcomes, TimeProvider clock) : IHandle<CountOutcomes>
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public async Task Run(CountOutcomes job, CancellationToken ct)
    {
        db.TakeTime();
        foreach (var blast in await db.Large(clock.GetUtcNow()).OrderByDescending(b => b.Id).ToListAsync(ct))
        {
            var (kept, now) = (await db.BlastOutcomes.Where(o => o.BlastId == blast.Id).ToDictionaryAsync(o => o.Place, ct), clock.GetUtcNow());
            var last = kept.Values.Select(o => (DateTimeOffset?)o.CountedAt).Min();
            if (await outcomes.Since(blast, ct) is not { } since || (last > now - Day && last > ReadOutcomes.Until(blast, since))) continue;
            await Keep(blast, await outcomes.Arms(blast, since, now, ct), kept, now, ct);
            db.ChangeTracker.Clear();
            await db.Turns.Give(ct);
        }
    }

    private async Task Keep(Blast blast, Dictionary<int, ArmOutcome> counted, Dictionary<int, BlastOutcome> kept, DateTimeOffset now, CancellationToken ct)
    {
        foreach (var (place, outcome) in counted)
        {
            if (!kept.TryGetValue(place, out var row)) db.Add(row = new BlastOutcome { BlastId = blast.Id, Place = place });
            row.Write(outcome, now);
        }

        db.RemoveRange(kept.Values.Where(o => !counted.ContainsKey(o.Place)));
        await db.SaveChangesAsync(ct);
    }
}
