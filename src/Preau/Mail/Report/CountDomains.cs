using Microsoft.EntityFrameworkCore;
using Preau.Jobs;
using Preau.Law;
using Preau.Mail.Measuring;

namespace Preau.Mail.Report;

/// <summary>Comes back every few minutes.</summary>
public sealed record CountDomains : IJob;

/// <summary>
/// Counts what mails came to by provider and keeps it, so that no look reads millions of rows, and that it is known when who got them is forgotten: once an hour while a mail leaves and until most have clicked who will,
/// then once a day, and a last time a month after it has left. Runs of automatic mails are counted by whoever looks at one.
/// </summary>
public sealed class CountDomainsHandler(Database db, ReadDomains read, TimeProvider clock) : IHandle<CountDomains>
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1), Day = TimeSpan.FromDays(1), Settled = TimeSpan.FromDays(3), Over = TimeSpan.FromDays(30);

    public async Task Run(CountDomains job, CancellationToken ct)
    {
        db.TakeTime();
        foreach (var id in await Due(clock.GetUtcNow(), ct))
        {
            if (await Mails.SingleOrDefaultAsync(b => b.Id == id, ct) is not { } blast) continue;
            var counted = await read.Count(blast, ct);
            await Keep(id, counted.Count > 0 ? counted : [DomainCount.Nothing], clock.GetUtcNow(), ct);
            db.ChangeTracker.Clear();
            await db.Turns.Give(ct);
        }
    }

    private IQueryable<Blast> Mails => db.Measured().Where(b => b.FrozenAt != null && b.StepId == null && b.Channel == Channel.Email);

    /// <summary>The latest first.</summary>
    private async Task<List<long>> Due(DateTimeOffset now, CancellationToken ct)
    {
        var mails = await Mails.OrderByDescending(b => b.Id).Select(b => new { b.Id, b.EndedAt, Frozen = b.FrozenAt ?? b.CreatedAt, Last = db.BlastDomains.Where(d => d.BlastId == b.Id).Min(d => (DateTimeOffset?)d.CountedAt) }).ToListAsync(ct);
        return [.. mails.Where(b => b.Last is not { } last || IsDue(last, ReadOutcomes.Until(b.EndedAt, b.Frozen) - ReadOutcomes.Window, now)).Select(b => b.Id)];
    }

    private static bool IsDue(DateTimeOffset last, DateTimeOffset left, DateTimeOffset now) => last < left + Over && now >= (last < left + Settled ? last + Hour : now < left + Over ? last + Day : left + Over);

    private async Task Keep(long blastId, IReadOnlyList<DomainCount> counted, DateTimeOffset now, CancellationToken ct)
    {
        var kept = await db.BlastDomains.Where(d => d.BlastId == blastId).ToDictionaryAsync(d => (d.Provider, d.Domain), ct);
        foreach (var count in counted)
        {
            if (!kept.Remove((count.Provider, count.Domain), out var row)) db.Add(row = new BlastDomain { BlastId = blastId, Provider = count.Provider, Domain = count.Domain });
            row.Write(count, now);
        }

        db.RemoveRange(kept.Values);
        await db.SaveChangesAsync(ct);
    }
}
