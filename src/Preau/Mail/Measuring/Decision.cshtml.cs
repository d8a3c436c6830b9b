using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Mail.Measuring;

/// <summary>Chooses the version for those who wait now rather than at its hour: by the numbers, or by hand.</summary>
[Needs(Permission.SendMail)]
public sealed class DecisionPage(Database db, ChooseByHand choose, Words words, TimeProvider clock) : PageModel
{
    public IActionResult OnGet(long id) => Redirect($"~/mail/{id}");

    /// <param name="id">The mail.</param>
    /// <param name="version">The one that is chosen by hand; null where the numbers decide.</param>
    /// <param name="ct">Ends with the request.</param>
    public async Task<IActionResult> OnPost(long id, int? version, CancellationToken ct)
    {
        if (await db.Blasts.AsNoTracking().SingleOrDefaultAsync(b => b.Id == id, ct) is not { } blast) return NotFound();
        if (version is { } place)
        {
            if (await choose.Run(blast, place, ct)) this.Say(words["Version {0} is chosen; whoever waited gets it in a moment.", VersionsOf.Letter(place)]);
            else this.Warn(words["Nothing was chosen: a version is chosen already, this one was stopped, or nobody waits for one."]);
        }
        else if (blast is { DecideAt: not null, DecidedAt: null, State: BlastState.Sending or BlastState.Paused })
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
