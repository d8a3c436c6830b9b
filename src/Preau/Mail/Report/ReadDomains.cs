using Microsoft.EntityFrameworkCore;
using Preau.Mail.Measuring;
using Preau.Mail.Pacing;
using Preau.Mail.Past;
using Preau.Settings;

namespace Preau.Mail.Report;

/// <param name="Rows">Those with the most mails first, what is not named last.</param>
/// <param name="KeptAt">When it was counted, where that was not just now.</param>
public sealed record Domains(IReadOnlyList<DomainCount> Rows, DateTimeOffset? KeptAt);

/// <summary>What a mail came to by provider of the mailbox. Of large ones, and of those whose people are forgotten, as it was counted last (<see cref="CountDomains"/>); else counted now.</summary>
public sealed class ReadDomains(Database db, KnownDomains domains, RecallDomains recall)
{
    /// <summary>Other domains that are named beside the providers.</summary>
    public const int MostNamed = 10;

    /// <summary>No domain of fewer is named, and none is kept: one's own domain is one's name.</summary>
    public const int FewestNamed = Usual.FewestPeople;

    private const int RowsAtOnce = 100_000;

    /// <returns>Null where nothing can be said of it, or where it waits to be counted.</returns>
    public async Task<Domains?> Look(Blast blast, BlastTotal total, CancellationToken ct)
    {
        if (!IsOf(blast, total)) return null;
        if (blast.ForgottenAt is null && total.Audience <= ComparedBlasts.CountedAtOnce) return new(await Count(blast, ct), null);
        var kept = await db.BlastDomains.AsNoTracking().Where(d => d.BlastId == blast.Id).ToListAsync(ct);
        // Counted before any of it left, it says nothing yet.
        return kept.TrueForAll(d => d.Read().Tried == 0) ? null : new(InOrder(kept.Select(d => d.Read())), kept[0].CountedAt);
    }

    /// <summary>Nothing is kept of it yet, and will be.</summary>
    public static bool IsAwaited(Blast blast, BlastTotal total) => IsOf(blast, total) && blast is { ForgottenAt: null, StepId: null };

    private static bool IsOf(Blast blast, BlastTotal total) => blast is { IsText: false, IsAnswer: false, FrozenAt: not null } && total.Tried > 0;

    /// <summary>Counts it, from everybody who got it, part by part: others who work in the background have their turn.</summary>
    public async Task<IReadOnlyList<DomainCount>> Count(Blast blast, CancellationToken ct)
    {
        var byDomain = new Dictionary<string, DomainCount>(StringComparer.Ordinal);
        for (var after = 0L; ;)
        {
            var part = await db.Query<Row>("Mail/Report/Domains", ct, ("month", blast.Month), ("blast_id", blast.Id), ("after", after), ("most", RowsAtOnce), ("not_asked", RelayTrouble.NoUtf8));
            foreach (var row in part)
            {
                var domain = LearnDomains.Key(row.Domain);
                byDomain[domain] = byDomain.GetValueOrDefault(domain, DomainCount.Nothing) + row.Read();
            }

            if (part.Sum(r => r.People) < RowsAtOnce) break;
            after = part.Max(r => r.Last);
            await db.Turns.Give(ct);
        }

        // Of small ones nothing is recalled: they are counted while somebody waits, and are named by themselves at most.
        await recall.Run(byDomain.Where(d => d.Value.Tried >= KnownDomains.Few).Select(d => d.Key), ct);
        return Fold(byDomain);
    }

    private IReadOnlyList<DomainCount> Fold(Dictionary<string, DomainCount> byDomain)
    {
        var tried = byDomain.Where(d => d.Value.Tried > 0).Select(d => d.Value with { Provider = domains.Of(d.Key), Domain = d.Key }).ToLookup(d => d.Provider == MailProvider.Other);
        var named = tried[true].Where(d => d.Tried >= FewestNamed).OrderByDescending(d => d.Tried).ThenBy(d => d.Domain, StringComparer.Ordinal).Take(MostNamed).ToList();
        var rest = tried[true].Except(named).Aggregate(DomainCount.Nothing, (all, one) => all + one);
        return InOrder([.. tried[false].GroupBy(d => d.Provider).Select(g => g.Aggregate(DomainCount.Nothing with { Provider = g.Key }, (all, one) => all + one)), .. named, .. rest.Tried > 0 ? [rest] : Array.Empty<DomainCount>()]);
    }

    private static IReadOnlyList<DomainCount> InOrder(IEnumerable<DomainCount> rows) => [.. rows.OrderBy(IsRest).ThenByDescending(r => r.Tried).ThenBy(r => r.Provider).ThenBy(r => r.Domain, StringComparer.Ordinal)];

    public static bool IsRest(DomainCount row) => row is { Provider: MailProvider.Other, Domain.Length: 0 };

    private sealed record Row(string Domain, long Last, long People, long Sent, long Refused, long Hard, long Blocked, long Soft, long Clicked, long Unsubscribed, long Complained)
    {
        public DomainCount Read() => new(MailProvider.Other, "", Sent, Refused, Hard, Blocked, Soft, Clicked, Unsubscribed, Complained);
    }
}
