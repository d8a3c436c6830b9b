using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Mail.Measuring;

/// <summary>Chooses the version for those who wait now rather than at its hour.</summary>
[Needs(Permission.SendMail)]
public sealed class DecisionPage(Database db, Words words, TimeProvider clock) : PageModel
{
    public IActionResult OnGet(long id) => Redirect($"~/mail/{id}");

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (await db.Blasts.AsNoTracking().SingleOrDefaultAsync(b => b.Id == id, ct) is not { } blast) return NotFound();
        if (blast is { DecideAt: not null, DecidedAt: null, State: BlastState.Sending or BlastState.Paused })
        {
            db.Enqueue(new DecideVersion(id, IsAsked: true), clock.GetUtcNow());
            await db.SaveChangesAsync(ct);
            this.Say(words["The version is being chosen; the others get it in a moment."]);
        }
        else
        {
            this.Say(words["There was nothing to choose: nobody waits for a version."]);
        }

        return Redirect($"~/mail/{id}");
    }
}
