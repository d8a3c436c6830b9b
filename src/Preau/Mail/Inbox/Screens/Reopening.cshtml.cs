using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Mail.Inbox;

/// <summary>There is something to do in it after all.</summary>
[Needs(Permission.AnswerMail)]
public sealed class ReopeningPage(Database db, Words words) : PageModel
{
    public IActionResult OnGet(long id) => LocalRedirect($"~/inbox/{id}");

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (await db.MailThreads.SingleOrDefaultAsync(t => t.Id == id, ct) is not { } thread) return NotFound();
        (thread.IsClosed, thread.IsAutomatic) = (false, false);
        await db.SaveChangesAsync(ct);
        this.Say(words["The conversation is open again."]);
        return LocalRedirect($"~/inbox/{id}");
    }
}
