using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Mail.Launch;

/// <summary>Takes a mail back before its hour: it is a draft again, and nobody got it.</summary>
[Needs(Permission.SendMail)]
public sealed class RecallPage(Database db, TakeBackBlast takeBack, Words words) : PageModel
{
    public IActionResult OnGet(long id) => Redirect($"~/mail/{id}");

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (await db.Blasts.SingleOrDefaultAsync(b => b.Id == id, ct) is not { } blast) return NotFound();
        if (await takeBack.Run(blast, ct))
        {
            this.Say(words["Taken back. Nobody got it; it is a draft again."]);
            return Redirect($"~/mail/{id}/edit");
        }

        this.Say(blast.State == BlastState.Draft ? words["It was taken back already: it is a draft."] : words["It was too late to take it back: it has begun to leave. It can still be paused or stopped."]);
        return Redirect($"~/mail/{id}");
    }
}
