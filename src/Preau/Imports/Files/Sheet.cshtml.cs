using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Electors.Roll;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Imports.Files;

/// <summary>Reads another sheet of the workbook instead, as if that had been uploaded.</summary>
[Needs(Permission.ImportPeople)]
public sealed class SheetPage(Database db, OpenImport open, RollPapers papers, Words words) : PageModel
{
    public IActionResult OnGet(long id) => Redirect($"~/imports/{id}/columns");

    public async Task<IActionResult> OnPost(long id, string? sheet, CancellationToken ct)
    {
        if (await db.Imports.SingleOrDefaultAsync(i => i.Id == id, ct) is not { } import) return NotFound();
        if (import.State == ImportState.Uploaded && sheet is not null && import.AllSheets().Contains(sheet, StringComparer.Ordinal))
        {
            var signed = await db.ElectoralRolls.Where(r => r.ImportId == id).Select(r => r.PaperPath).SingleOrDefaultAsync(ct);
            if (await open.OtherSheet(import, sheet, keepUnknown: true, ct) is { } refused)
            {
                this.Warn(refused.Say(words));
            }
            else
            {
                await db.SaveChangesAsync(ct);
                if (signed is not null) papers.Forget(signed);
            }
        }

        return Redirect($"~/imports/{id}/columns");
    }
}
