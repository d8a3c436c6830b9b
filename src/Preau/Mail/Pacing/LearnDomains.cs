using Microsoft.EntityFrameworkCore;
using Preau.Mail.Domain;
using Preau.Nations;

namespace Preau.Mail.Pacing;

/// <summary>Asks the DNS which servers take the mail of domains that are written to, and keeps what it says. Where the DNS says nothing, nothing changes.</summary>
public sealed class LearnDomains(KnownDomains domains, IDnsReader dns, IServiceScopeFactory scopes, NationDirectory nations, TimeProvider clock, ILogger<LearnDomains> logger) : BackgroundService
{
    /// <summary>Kept of one nation at most.</summary>
    public const int Most = 20_000;

    private const int AtOnce = 100, QuestionsAtOnce = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await domains.Wanted.WaitToReadAsync(stoppingToken)) await Run(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception problem)
            {
                // Domains stay among the others, and are wanted again in an hour.
                logger.LogWarning(problem, "Who keeps the mailboxes of some domains could not be learnt");
            }
        }
    }

    /// <summary>Some of those that are wanted.</summary>
    public async Task Run(CancellationToken ct)
    {
        var part = new List<WantedDomain>(AtOnce);
        while (part.Count < AtOnce && domains.Wanted.TryRead(out var wanted)) part.Add(wanted);
        foreach (var ofNation in part.GroupBy(w => w.NationId)) await Learn(ofNation.Key, [.. ofNation.Select(w => Key(w.Domain)).Distinct(StringComparer.Ordinal)], ct);
    }

    public static string Key(string domain) => domain.ToLowerInvariant();

    private async Task Learn(NationId nationId, string[] wanted, CancellationToken ct)
    {
        if (await nations.Find(nationId, ct) is not { } nation) return;
        await using var scope = scopes.Enter(nation);
        var db = scope.ServiceProvider.GetRequiredService<Database>();
        // Another process may have asked meanwhile, or this one before it was started anew.
        var fresh = clock.GetUtcNow() - MailDomain.Lasts;
        var kept = await db.MailDomains.AsNoTracking().Where(d => EF.Parameter(wanted).Contains(d.Domain) && d.AskedAt > fresh).ToListAsync(ct);
        foreach (var row in kept) domains.Read(row.Domain, row);
        var asked = new System.Collections.Concurrent.ConcurrentBag<MailDomain>();
        await Parallel.ForEachAsync(wanted.Except(kept.Select(d => d.Domain), StringComparer.Ordinal), new ParallelOptions { MaxDegreeOfParallelism = QuestionsAtOnce, CancellationToken = ct }, async (domain, stop) =>
        {
            if (await Ask(domain, stop) is { } provider) asked.Add(new MailDomain { Domain = domain, Provider = provider, AskedAt = clock.GetUtcNow() });
        });
        if (asked.IsEmpty) return;
        foreach (var row in asked.OrderBy(d => d.Domain, StringComparer.Ordinal))
        {
            await db.Execute("Mail/Pacing/KeepDomain", ct, ("domain", row.Domain), ("provider", EnumText<MailProvider>.Of(row.Provider)), ("asked_at", row.AskedAt));
            domains.Read(row.Domain, row);
        }

        if (await db.MailDomains.OrderByDescending(d => d.AskedAt).Skip(Most).Select(d => (DateTimeOffset?)d.AskedAt).FirstOrDefaultAsync(ct) is { } oldest) await db.MailDomains.Where(d => d.AskedAt <= oldest).ExecuteDeleteAsync(ct);
    }

    /// <returns>Null where nobody answered.</returns>
    private async Task<MailProvider?> Ask(string domain, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Patience);
        try
        {
            return await dns.MailServers(domain, limit.Token) is DnsAnswer.Found found ? MailProviders.OfServers(found.Values) : null;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return null;
        }
    }
}
