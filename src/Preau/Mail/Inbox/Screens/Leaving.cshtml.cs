using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Mail.Inbox;

/// <summary>Somebody of the team read that they want no more mail.</summary>
[Needs(Permission.AnswerMail)]
public sealed class LeavingPage(Database db, HearLeave hear, Words words) : PageModel
{
    public IActionResult OnGet(long id) => LocalRedirect($"~/inbox/{id}");

    public async Task<IActionResult> OnPost(long id, long mail, CancellationToken ct)
    {
        if (await db.MailThreads.AsNoTracking().SingleOrDefaultAsync(t => t.Id == id, ct) is not { } thread || !await db.InboxMails.AnyAsync(m => m.Id == mail && m.MailThreadId == id && m.Kind == InboxKind.In, ct)) return NotFound();
        var people = await db.PersonEmails.Where(e => e.EmailKey == thread.AddressKey).Select(e => e.PersonId).Distinct().ToListAsync(ct);
        if (thread.PersonId is { } person) people.Add(person);
        if (thread.SentToId is { } sentTo) people.Add(await db.WhoIs(sentTo, ct));
        if (!await hear.Run(mail, thread.BlastId, [.. people.Distinct()], ct))
        {
            this.Warn(words["Nobody is known with this address: no mails to many go there."]);
            return LocalRedirect($"~/inbox/{id}");
        }

        (await db.InboxMails.SingleAsync(m => m.Id == mail, ct)).Leave = LeaveState.Done;
        await db.SaveChangesAsync(ct);
        this.Say(words["They get no more mails to many."]);
        return LocalRedirect($"~/inbox/{id}");
    }
}
