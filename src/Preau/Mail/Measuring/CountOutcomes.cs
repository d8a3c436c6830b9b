using Microsoft.EntityFrameworkCore;
using Preau.Jobs;

namespace Preau.Mail.Measuring;

/// <summary>Comes back every few minutes.</summary>
public sealed record CountOutcomes : IJob;

/// <summary>
/// Counts what the people of blasts did and keeps it: of large ones again and again while the window is open, so that nobody waits who looks at their results, and once a day for a year after, for gifts are refunded
/// and meetings written down late; of small ones once an hour, and then once a week, for the table of all of them. Runs of automatic mails stand in no such table: who looks at one counts it.
/// </summary>
public sealed class CountOutcomesHandler(Database db, ReadOutcomes outcomes, TimeProvider clock) : IHandle<CountOutcomes>
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1), Day = TimeSpan.FromDays(1), Week = TimeSpan.FromDays(7);

    public async Task Run(CountOutcomes job, CancellationToken ct)
    {
        db.TakeTime();
        foreach (var id in await Due(clock.GetUtcNow(), ct))
        {
            if (await db.Measured().SingleOrDefaultAsync(b => b.Id == id, ct) is not { } blast || await outcomes.Since(blast, ct) is not { } since) continue;
            var (kept, now) = (await db.BlastOutcomes.Where(o => o.BlastId == id).ToDictionaryAsync(o => o.Place, ct), clock.GetUtcNow());
            await Keep(blast, await outcomes.Arms(blast, since, now, ct), kept, now, ct);
            db.ChangeTracker.Clear();
            await db.Turns.Give(ct);
        }
    }

    /// <summary>The latest first.</summary>
    private async Task<List<long>> Due(DateTimeOffset now, CancellationToken ct)
    {
        var blasts = await db.Measured().Recent(now).Where(b => b.StepId == null).OrderByDescending(b => b.Id).Select(b => new
        {
            b.Id, b.EndedAt, Frozen = b.FrozenAt ?? b.CreatedAt, Last = db.BlastOutcomes.Where(o => o.BlastId == b.Id).Min(o => (DateTimeOffset?)o.CountedAt),
            All = db.BlastTotals.Where(t => t.BlastId == b.Id).Sum(t => t.Audience), Drawn = db.BlastArms.Where(a => a.BlastId == b.Id).Sum(a => a.People),
        }).ToListAsync(ct);
        return [.. blasts.Where(b => b.Last is not { } last || last <= now - Rest(Math.Max(b.All, b.Drawn) > ComparedBlasts.CountedAtOnce, ReadOutcomes.Until(b.EndedAt, b.Frozen) < last)).Select(b => b.Id)];
    }

    private static TimeSpan Rest(bool isLarge, bool isOver) => (isLarge, isOver) switch
    {
        (true, false) => TimeSpan.Zero,
        (true, true) => Day,
        (false, false) => Hour,
        (false, true) => Week,
    };

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
