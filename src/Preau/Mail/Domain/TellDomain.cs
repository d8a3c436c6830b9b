using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Jobs;
using Preau.Nations;
using Preau.Shared;

namespace Preau.Mail.Domain;

/// <summary>Tells an owner that a record of the sender's domain was right and is not any more.</summary>
public sealed record TellDomain(long AccountId) : IJob;

public sealed class TellDomainHandler(Database db, IAccountPost post, NationDirectory directory, CurrentNation nation, Words words, TimeProvider clock) : IHandle<TellDomain>
{
    // What broke before was told then.
    private static readonly TimeSpan Recent = TimeSpan.FromHours(12);

    public async Task Run(TellDomain job, CancellationToken ct)
    {
        var since = clock.GetUtcNow() - Recent;
        // Mended in the meantime, there is nothing to tell.
        var broken = (await db.DomainRecords.AsNoTracking().Where(r => r.ChangedAt > since).OrderBy(r => r.Part).ToListAsync(ct)).Where(r => r.IsBroken).ToList();
        if (broken.Count == 0 || !await db.Memberships.AnyAsync(m => m.AccountId == job.AccountId && m.Role == Role.Owner, ct)) return;
        var account = await db.Accounts.SingleAsync(a => a.Id == job.AccountId, ct);
        var (say, panel, domain) = (words.In(account.Language ?? nation.Facts.Language), await directory.AddressOf(nation.Facts, Surface.Panel, ct), broken[0].Domain);
        var which = string.Join('\n', broken.Select(r => "- " + CheckDomain.Title(r.Part, say)));
        await post.Send(account.Email, say["{0}: something in the DNS is not right any more", domain], say["Hello {0},\n\nin the DNS of {1}, from which your mails come, this was right and is not any more:\n{2}\n\nUntil it is mended, mail services may refuse your mails or put them among the spam. What stands there now, and what to paste:\n{3}", account.Name, domain, which, $"{panel}/settings/mail/domain"], ct);
    }
}
