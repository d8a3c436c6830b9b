using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Jobs;
using Preau.Nations;
using Preau.Shared;

namespace Preau.Mail.Domain;

/// <summary>Tells whoever may mend it that records of the sender's domain were right and are not any more: once for each change, by the look that found it.</summary>
/// <param name="AccountId">Who is told.</param>
/// <param name="Parts">What that look found.</param>
public sealed record TellDomain(long AccountId, IReadOnlyList<DomainPart> Parts) : IJob;

public sealed class TellDomainHandler(Database db, IAccountPost post, NationDirectory directory, CurrentNation nation, Words words) : IHandle<TellDomain>
{
    private static readonly IReadOnlyList<Role> Mending = [.. Enum.GetValues<Role>().Where(r => Roles.Of(r).Contains(Permission.ManageSettings))];

    public async Task Run(TellDomain job, CancellationToken ct)
    {
        // Mended in the meantime, there is nothing to tell.
        var broken = (await db.DomainRecords.AsNoTracking().ToListAsync(ct)).Where(r => r.IsBroken && job.Parts.Contains(r.Part)).OrderBy(r => r.Part).ToList();
        if (broken.Count == 0 || !await WhoMends(db).ContainsAsync(job.AccountId, ct) || await db.Accounts.SingleOrDefaultAsync(a => a.Id == job.AccountId, ct) is not { } account) return;
        var (say, panel, domain) = (words.In(account.Language ?? nation.Facts.Language), await directory.AddressOf(nation.Facts, Surface.Panel, ct), broken[0].Domain);
        var which = string.Join('\n', broken.Select(r => "- " + CheckDomain.Title(r.Part, say)));
        await post.Send(account.Email, say["{0}: something in the DNS is not right any more", domain], say["Hello {0},\n\nin the DNS of {1}, from which your mails come, this was right and is not any more:\n{2}\n\nUntil it is mended, mail services may refuse your mails or put them among the spam. What stands there now, and what to paste:\n{3}", account.Name, domain, which, $"{panel}/settings/mail/domain"], ct);
    }

    /// <summary>Accounts that may change the settings of the domain. To whom that is offered alone, nothing is open yet.</summary>
    public static IQueryable<long> WhoMends(Database db) => db.Memberships.Where(m => !m.IsPending && Mending.Contains(m.Role)).Select(m => m.AccountId);
}
