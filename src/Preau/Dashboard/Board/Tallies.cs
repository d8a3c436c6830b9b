using Microsoft.EntityFrameworkCore;
using Preau.Dashboard.Counting;

namespace Preau.Dashboard.Board;

public sealed record DayTally(Measure Measure, DateOnly Day, long Count, long Cents);

/// <summary>The days, read once: what everything comes to, and the last four weeks. How many rows that is depends on days and sources, not on people.</summary>
public sealed class Tallies(DateOnly today, IReadOnlyDictionary<Measure, Amount> totals, IReadOnlyList<DayTally> recent)
{
    public const int Days = 28;

    public DateOnly Today => today;

    public static async Task<Tallies> Read(Database db, DateOnly today, CancellationToken ct)
    {
        var since = today.AddDays(1 - Days);
        var totals = await db.RollUpDays.GroupBy(d => d.Measure).Select(g => new { g.Key, Count = g.Sum(d => d.Count), Cents = g.Sum(d => d.Cents) }).ToListAsync(ct);
        var recent = await db.RollUpDays.Where(d => d.Day >= since).GroupBy(d => new { d.Measure, d.Day }).Select(g => new DayTally(g.Key.Measure, g.Key.Day, g.Sum(d => d.Count), g.Sum(d => d.Cents))).ToListAsync(ct);
        return new(today, totals.ToDictionary(t => t.Key, t => new Amount(t.Count, t.Cents)), recent);
    }

    public Amount Of(Measure measure) => totals.GetValueOrDefault(measure);

    /// <summary>Both days are in it.</summary>
    public Amount Of(Measure measure, DateOnly from, DateOnly to) =>
        recent.Where(d => d.Measure == measure && d.Day >= from && d.Day <= to).Aggregate(default(Amount), (sum, d) => sum + new Amount(d.Count, d.Cents));

    public Amount ThisWeek(Measure measure) => Of(measure, today.AddDays(-6), today);

    public Amount WeekBefore(Measure measure) => Of(measure, today.AddDays(-13), today.AddDays(-7));
}
