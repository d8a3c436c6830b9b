using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;

namespace Preau.Imports;

[Needs(Permission.ImportPeople)]
public sealed class UndoingPage(Database db) : PageModel
{
    public IActionResult OnGet(long id) => Redirect($"~/imports/{id}");

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (await db.Imports.SingleOrDefaultAsync(i => i.Id == id, ct) is not { } import) return NotFound();
        if (import.State is ImportState.Done or ImportState.Cancelled or ImportState.Failed)
        {
            import.State = ImportState.Undoing;
            db.Enqueue(new UndoImport(id));
            await db.SaveChangesAsync(ct);
        }

        return Redirect($"~/imports/{id}");
    }
}
