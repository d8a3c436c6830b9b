using Microsoft.EntityFrameworkCore;
using Preau.Jobs;
using Preau.Nations;
using Preau.Settings;

namespace Preau.Mail.Domain;

/// <summary>Once a day: how the records of the sender's domain stand.</summary>
public sealed record WatchDomain : IJob;

public sealed class WatchDomainHandler(LookUpDomain look) : IHandle<WatchDomain>
{
    public Task Run(WatchDomain job, CancellationToken ct) => look.Run(ct);
}

/// <summary>Looks at the DNS of the sender's domain and keeps what it says; whoever may mend it is told by mail when a record that was right is not any more.</summary>
public sealed class LookUpDomain(Database db, NationSettings settings, CheckDomain check, TimeProvider clock)
{
    /// <returns>False where there is no sender yet, or the DNS said nothing.</returns>
    public async Task<bool> Run(CancellationToken ct)
    {
        var mail = await settings.Get<MailSettings>(ct);
        if (mail.SenderDomain is not { } domain || await check.Run(mail, ct) is not { } findings) return false;
        var (now, broken, isHeard) = (clock.GetUtcNow(), new List<DomainPart>(), false);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // Of two who look at once the second waits here, and finds what the first has seen: what broke is told once.
        await db.DomainRecords.ExecuteUpdateAsync(s => s.SetProperty(r => r.AskedAt, now), ct);
        var kept = await db.DomainRecords.ToDictionaryAsync(r => r.Part, ct);
        foreach (var finding in findings.Where(f => f.State != FindingState.Unknown))
        {
            if (finding.Part is not { } part) continue;
            if (!kept.TryGetValue(part, out var row)) db.Add(row = new DomainRecord { Part = part, Domain = domain, State = finding.State, ChangedAt = now });
            if (row.See(domain, finding.State, now)) broken.Add(part);
            isHeard = true;
        }

        // What is not looked at any more, as that of a return mailbox which is gone. Where nobody answered in time, nothing was looked at.
        if (isHeard) db.RemoveRange(kept.Values.Where(r => findings.All(f => f.Part != r.Part)));
        if (broken.Count > 0)
        {
            foreach (var account in await TellDomainHandler.WhoMends(db).ToListAsync(ct)) db.Enqueue(new TellDomain(account, broken));
        }

        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return isHeard;
    }
}
