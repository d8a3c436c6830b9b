using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Imports;

/// <summary>Stops a trial, or a running import after the batch that it is in. What is in stays, and can be undone.</summary>
[Needs(Permission.ImportPeople)]
public sealed class CancellationPage(Database db, ImportSteps steps, Words words) : PageModel
{
    public IActionResult OnGet(long id) => Redirect($"~/imports/{id}");

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (!await db.Imports.AnyAsync(i => i.Id == id, ct)) return NotFound();
        if (await steps.StopTrial(id, ct)) return Redirect($"~/imports/{id}/columns");
        if (await steps.Stop(id, ct)) this.Say(words["Stopped. What is in stays until you undo it."]);
        return Redirect($"~/imports/{id}");
    }
}
