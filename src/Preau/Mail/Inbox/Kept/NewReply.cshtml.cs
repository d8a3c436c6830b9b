using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Mail.Inbox;

[Needs(Permission.AnswerMail)]
public sealed class NewReplyPage(KeepReply keep, CurrentNation nation, Words words) : PageModel
{
    [BindProperty]
    public ReplyForm Form { get; set; } = new();

    public void OnGet() => Form.Language = nation.Facts.Language;

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (await keep.Run(null, Form, ModelState, ct) is null) return this.Again();
        this.Say(words["Saved."]);
        return LocalRedirect("~/inbox/replies");
    }
}
