using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Imports;

/// <summary>Stops a trial, or a running import after the batch that it is in. What is in stays, and can be undone.</summary>
[Needs(Permission.ImportPeople)]
public sealed class CancellationPage(Database db, Words words, TimeProvider clock) : PageModel
{
    public IActionResult OnGet(long id) => Redirect($"~/imports/{id}");

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        // One statement, so that it cannot meet the worker's counts half-way.
        var stopped = await db.Imports.Where(i => i.Id == id && i.State == ImportState.Running)
            .ExecuteUpdateAsync(s => s.SetProperty(i => i.State, ImportState.Cancelled).SetProperty(i => i.EndedAt, now), ct);
        var untried = await db.Imports.Where(i => i.Id == id && i.State == ImportState.Trying)
            .ExecuteUpdateAsync(s => s.SetProperty(i => i.State, ImportState.Uploaded).SetProperty(i => i.Done, 0), ct);
        if (untried == 1) return Redirect($"~/imports/{id}/columns");
        if (stopped == 1)
        {
            db.Trail.Note("import.cancelled", 1, subjectId: id);
            await db.SaveChangesAsync(ct);
            this.Say(words["Stopped. What is in stays until you undo it."]);
        }

        return Redirect($"~/imports/{id}");
    }
}
