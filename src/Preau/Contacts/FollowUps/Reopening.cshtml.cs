using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Contacts.FollowUps;

/// <summary>What was ticked off by mistake waits again.</summary>
[Needs(Permission.WriteNotes)]
public sealed class ReopeningPage(Database db, Words words) : PageModel
{
    public IActionResult OnGet(long id) => LocalRedirect("~/follow-ups");

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (await db.FollowUps.SingleOrDefaultAsync(f => f.Id == id && db.People.Any(p => p.Id == f.PersonId), ct) is not { } followUp) return NotFound();
        (followUp.DoneAt, followUp.DoneById, followUp.OutcomeId) = (null, null, null);
        await db.SaveChangesAsync(ct);
        this.Say(words["To do again: {0}", followUp.What]);
        return LocalRedirect("~/follow-ups");
    }
}
