using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Mail.Inbox;

/// <summary>Nothing is left to do in it; a new mail of theirs opens it again.</summary>
[Needs(Permission.AnswerMail)]
public sealed class ClosingPage(Database db, Words words) : PageModel
{
    public IActionResult OnGet(long id) => LocalRedirect($"~/inbox/{id}");

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (await db.MailThreads.SingleOrDefaultAsync(t => t.Id == id, ct) is not { } thread) return NotFound();
        (thread.IsClosed, thread.IsUnread) = (true, false);
        await db.SaveChangesAsync(ct);
        this.Say(words["The conversation is closed."], undo: $"/inbox/{id}/reopening");
        return LocalRedirect("~/inbox");
    }
}
