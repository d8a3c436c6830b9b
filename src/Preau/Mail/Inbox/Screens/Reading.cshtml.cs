using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;

namespace Preau.Mail.Inbox;

/// <summary>Somebody read what came in and has nothing to answer yet.</summary>
[Needs(Permission.AnswerMail)]
public sealed class ReadingPage(Database db) : PageModel
{
    public IActionResult OnGet(long id) => LocalRedirect($"~/inbox/{id}");

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (await db.MailThreads.SingleOrDefaultAsync(t => t.Id == id, ct) is not { } thread) return NotFound();
        thread.IsUnread = false;
        await db.SaveChangesAsync(ct);
        return LocalRedirect("~/inbox");
    }
}
