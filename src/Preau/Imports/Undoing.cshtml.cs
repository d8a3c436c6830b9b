using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;

namespace Preau.Imports;

[Needs(Permission.ImportPeople)]
public sealed class UndoingPage(Database db, ImportSteps steps) : PageModel
{
    public IActionResult OnGet(long id) => Redirect($"~/imports/{id}");

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (!await db.Imports.AnyAsync(i => i.Id == id, ct)) return NotFound();
        await steps.Undo(id, isRunHere: false, ct);
        return Redirect($"~/imports/{id}");
    }
}
