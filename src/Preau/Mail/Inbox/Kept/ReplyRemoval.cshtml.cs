using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Mail.Inbox;

[Needs(Permission.AnswerMail)]
public sealed class ReplyRemovalPage(Database db, Words words) : PageModel
{
    public IActionResult OnGet(long id) => LocalRedirect("~/inbox/replies");

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (await db.SavedReplies.SingleOrDefaultAsync(r => r.Id == id, ct) is not { } reply) return NotFound();
        db.Remove(reply);
        await db.SaveChangesAsync(ct);
        this.Say(words["The reply “{0}” is deleted.", reply.Name]);
        return LocalRedirect("~/inbox/replies");
    }
}
