using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Mail.Measuring.Harm;

/// <summary>Ends a version by which more people leave or complain than by another.</summary>
[Needs(Permission.SendMail)]
public sealed class StoppingPage(Database db, StopVersion stop, Words words) : PageModel
{
    public IActionResult OnGet(long id) => Redirect($"~/mail/{id}");

    public async Task<IActionResult> OnPost(long id, int place, CancellationToken ct)
    {
        if (await db.Blasts.AsNoTracking().SingleOrDefaultAsync(b => b.Id == id, ct) is not { } blast) return NotFound();
        if (await stop.Run(blast, place, ct) is { } moved) this.Say(words.Count(moved, "Version {1} is stopped; {0} person gets another one instead.", "Version {1} is stopped; {0} people get another one instead.", VersionsOf.Letter(place)));
        else this.Say(words["Nothing was stopped: nothing is leaving, the version is stopped already, or it does no harm that holds."]);
        return Redirect($"~/mail/{id}");
    }
}
