using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;

namespace Preau.Imports;

[Needs(Permission.ImportPeople)]
public sealed class TrialPage(Database db, TryImport attempt, StartImport start) : PageModel
{
    public Import Import { get; private set; } = new() { FileName = "", Path = "", Encoding = "", Delimiter = "" };
    public Trial Trial { get; private set; } = new(0, 0, 0, 0, []);
    public bool IsWhole => Trial.Rows == Import.Total;

    public async Task<IActionResult> OnGet(long id, CancellationToken ct)
    {
        if (await db.Imports.AsNoTracking().SingleOrDefaultAsync(i => i.Id == id && i.State == ImportState.Uploaded, ct) is not { } import) return NotFound();
        (Import, Trial) = (import, await attempt.Run(import, ct));
        return Page();
    }

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (await db.Imports.SingleOrDefaultAsync(i => i.Id == id, ct) is not { } import) return NotFound();
        // A second click finds it running and only looks.
        if (import.State == ImportState.Uploaded)
        {
            start.Start(import);
            await db.SaveChangesAsync(ct);
        }

        return Redirect($"~/imports/{id}");
    }
}
