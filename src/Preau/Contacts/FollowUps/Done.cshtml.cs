using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Contacts.FollowUps;

[Needs(Permission.WriteNotes)]
public sealed class DonePage(Database db, CurrentAccount me, Words words, TimeProvider clock) : PageModel
{
    public IActionResult OnGet(long id) => LocalRedirect("~/follow-ups");

    /// <param name="id">The follow-up.</param>
    /// <param name="back">«person» where the button stands on the profile.</param>
    /// <param name="ct">Ends with the request.</param>
    public async Task<IActionResult> OnPost(long id, string? back, CancellationToken ct)
    {
        if (await db.FollowUps.SingleOrDefaultAsync(f => f.Id == id && db.People.Any(p => p.Id == f.PersonId), ct) is not { } followUp) return NotFound();
        // A second click finds it done and leaves the first one's hour.
        if (followUp.DoneAt is null) (followUp.DoneAt, followUp.DoneById, followUp.OutcomeId) = (clock.GetUtcNow(), me.Id, null);
        await db.SaveChangesAsync(ct);
        this.Say(words["Settled: {0}", followUp.What], undo: $"/follow-ups/{id}/reopening");
        return LocalRedirect(back == "person" ? $"~/people/{followUp.PersonId}" : "~/follow-ups");
    }
}
