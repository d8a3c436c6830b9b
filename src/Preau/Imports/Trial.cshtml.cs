using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Imports;

[Needs(Permission.ImportPeople)]
public sealed class TrialPage(Database db, TryImport attempt, ImportSteps steps, Words words) : PageModel
{
    public const int RefusedShown = 20;

    public Import Import { get; private set; } = new() { FileName = "", Path = "", Encoding = "", Delimiter = "" };

    /// <summary>Null while a long file is being read.</summary>
    public Trial? Trial { get; private set; }
    public string? Problem { get; private set; }

    public Progress Progress => new(words["Reading the whole file"], Import.Done, Import.Total, IsRunning: true, CancelPath: $"/imports/{Import.Id}/cancellation", CancelLabel: words["Stop here"]);

    public async Task<IActionResult> OnGet(long id, CancellationToken ct)
    {
        if (await db.Imports.AsNoTracking().SingleOrDefaultAsync(i => i.Id == id, ct) is not { } import) return NotFound();
        if (import.State is not (ImportState.Uploaded or ImportState.Trying)) return Redirect($"~/imports/{id}");
        Import = import;
        Trial = Trial.Read(import.Trial);
        if (Trial is null && import.State == ImportState.Uploaded)
        {
            if (import.Total > TryImport.AtOnce) return Redirect($"~/imports/{id}/columns");
            try
            {
                Trial = await attempt.Run(import, null, ct);
            }
            catch (ImportBroken broken)
            {
                Problem = words[broken.Message, broken.About];
            }
        }

        return Request.Headers["HX-Request-Type"] == "partial" ? Partial("_Trial", this) : Page();
    }

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (!await db.Imports.AnyAsync(i => i.Id == id, ct)) return NotFound();
        // A second click finds it running and only looks.
        await steps.Begin(id, isRunHere: false, ct);
        return Redirect($"~/imports/{id}");
    }
}
