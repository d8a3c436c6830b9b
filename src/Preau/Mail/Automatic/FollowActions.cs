using Microsoft.EntityFrameworkCore;
using Preau.People;

namespace Preau.Mail.Automatic;

/// <summary>Somebody acted on a page for the first time: what answers that, and what follows it, gets a turn of theirs, in the transaction that writes the act down.</summary>
public sealed class FollowActions(Database db, CurrentNation nation, TimeProvider clock)
{
    /// <param name="pageId">The page in the language in which they read it.</param>
    /// <param name="personId">Who acted.</param>
    /// <param name="typed">What stood in the form.</param>
    /// <param name="ct">Ends with the request.</param>
    public async Task Run(long pageId, long personId, PersonInput typed, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        foreach (var mail in await db.AutomaticMails.AsNoTracking().Where(m => m.PageId == pageId && m.IsOn).OrderBy(m => m.Id).ToListAsync(ct))
        {
            if (await db.AutomaticTurns.AnyAsync(t => t.AutomaticMailId == mail.Id && t.PersonId == personId && t.Round == 0, ct)) continue;
            if (mail.Kind == AutomaticKind.FollowUp)
            {
                db.Add(new AutomaticTurn { AutomaticMailId = mail.Id, PersonId = personId, DueAt = mail.At(nation.Facts.DayOf(now).AddDays(mail.Days), nation.Facts.Zone), At = now });
            }
            else if (typed.Emails is [var email, ..])
            {
                db.Add(new AutomaticTurn { AutomaticMailId = mail.Id, PersonId = personId, DueAt = now, At = now, FirstName = typed.FirstName, LastName = typed.LastName, Address = email.Address, AddressKey = email.MailboxKey });
                db.Enqueue(new AnswerAction(mail.Id, personId));
            }
        }
    }
}
