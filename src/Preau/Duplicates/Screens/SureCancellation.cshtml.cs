using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Duplicates;

/// <summary>Stops after the pair that is being merged.</summary>
[Needs(Permission.EditPeople)]
public sealed class SureCancellationPage(Database db, SureMerges sure, Words words) : PageModel
{
    public IActionResult OnGet(long id) => LocalRedirect($"~/duplicates/sure/{id}");

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (!await db.SureMerges.AnyAsync(m => m.Id == id, ct)) return NotFound();
        if (await sure.Stop(id, ct)) this.Say(words["Stopped. What is merged stays, until you undo it one by one."]);
        return LocalRedirect($"~/duplicates/sure/{id}");
    }
}
