using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Mail.Inbox;

[Needs(Permission.AnswerMail)]
public sealed class EditReplyPage(Database db, KeepReply keep, Words words) : PageModel
{
    [BindProperty]
    public ReplyForm Form { get; set; } = new();

    public async Task<IActionResult> OnGet(long id, CancellationToken ct)
    {
        if (await db.SavedReplies.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, ct) is not { } reply) return NotFound();
        Form = ReplyForm.Of(reply);
        return Page();
    }

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (!await db.SavedReplies.AnyAsync(r => r.Id == id, ct)) return NotFound();
        if (await keep.Run(id, Form, ModelState, ct) is null) return this.Again();
        this.Say(words["Saved."]);
        return LocalRedirect("~/inbox/replies");
    }
}
