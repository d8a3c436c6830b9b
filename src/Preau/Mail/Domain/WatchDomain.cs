using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
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
        var (kept, now, isBroken, isHeard) = (await db.DomainRecords.ToDictionaryAsync(r => r.Part, ct), clock.GetUtcNow(), false, false);
        foreach (var finding in findings.Where(f => f.State != FindingState.Unknown))
        {
            if (finding.Part is not { } part) continue;
            if (!kept.TryGetValue(part, out var row)) db.Add(row = new DomainRecord { Part = part, Domain = domain, State = finding.State, ChangedAt = now });
            isBroken |= row.See(domain, finding.State, now);
            isHeard = true;
        }

        // What is not looked at any more, as that of a return mailbox which is gone. Where nobody answered in time, nothing was looked at.
        if (isHeard) db.RemoveRange(kept.Values.Where(r => findings.All(f => f.Part != r.Part)));
        if (isBroken)
        {
            foreach (var account in await db.Memberships.Where(m => m.Role == Role.Owner).Select(m => m.AccountId).ToListAsync(ct)) db.Enqueue(new TellDomain(account));
        }

        await db.SaveChangesAsync(ct);
        return isHeard;
    }
}
