using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Mail.Approval;

/// <summary>Sends a message back to who asked for approval, with what is to be changed.</summary>
[Needs(Permission.ApproveMail)]
public sealed class RefusalPage(Database db, DecideApproval decide, Words words) : PageModel
{
    public IActionResult OnGet(long id) => Redirect($"~/mail/{id}/send");

    public async Task<IActionResult> OnPost(long id, long approval, string? note, CancellationToken ct)
    {
        if (await db.Blasts.AsNoTracking().SingleOrDefaultAsync(b => b.Id == id, ct) is not { } blast) return NotFound();
        if (await decide.SendBack(blast, approval, note, ct) is Deciding.Refused refused)
        {
            this.Warn(string.Join(' ', refused.Reasons));
            return Redirect($"~/mail/{id}/send");
        }

        this.Say(words["Sent back. Whoever asked gets your note by mail."]);
        return Redirect("~/mail/approvals");
    }
}
