using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Mail.Report;

/// <summary>Makes a draft of a mail that was sent, for those who got it and followed no link.</summary>
[Needs(Permission.EditMail)]
public sealed class ResendPage(Database db, ResendBlast resend, Words words) : PageModel
{
    public IActionResult OnGet(long id) => Redirect($"~/mail/{id}");

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (await db.Blasts.AsNoTracking().SingleOrDefaultAsync(b => b.Id == id, ct) is not { } blast) return NotFound();
        switch (await resend.Run(blast, ct))
        {
            case Resending.Made made:
                this.Say(words["This is a new draft for those who did not click. Give it a subject of its own, then look at it and send it as any other."]);
                return Redirect($"~/mail/{made.DraftId}/edit");
            case Resending.Refused refused:
                this.Warn(refused.Reason);
                return Redirect($"~/mail/{id}");
            default: throw new System.Diagnostics.UnreachableException();
        }
    }
}
