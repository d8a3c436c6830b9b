using Microsoft.EntityFrameworkCore;
using Preau.People;

namespace Preau.Mail.Inbox;

/// <summary>Does by itself what the team has laid down for mails with certain words: a tag on whoever wrote, somebody who looks after it.</summary>
public sealed class ApplyRules(Database db, TagPeople tags, Team team)
{
    /// <param name="thread">Tracked; whoever looks after it already goes on.</param>
    /// <param name="mails">Those that came in; the caller saves.</param>
    /// <param name="ct">Gives up.</param>
    public async Task Run(MailThread thread, IReadOnlyCollection<InboxMail> mails, CancellationToken ct)
    {
        foreach (var rule in await db.InboxRules.AsNoTracking().OrderBy(r => r.Id).ToListAsync(ct))
        {
            if (!mails.Any(m => m is { Kind: InboxKind.In, IsAutomatic: false } && rule.Fits(m.Subject, m.Text))) continue;
            if (rule.TagName is { } tag && thread.PersonId is { } person) await tags.Add(person, tag, ct);
            if (rule.AssigneeId is { } account && thread.AssigneeId is null && await team.Has(account, ct)) thread.AssigneeId = account;
        }
    }
}
