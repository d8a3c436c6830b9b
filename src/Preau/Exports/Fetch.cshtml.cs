using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;

namespace Preau.Exports;

/// <summary>The file itself, for whoever asked for it and still may take it out.</summary>
[Needs(Permission.ViewDashboard)]
public sealed class FetchPage(Database db, IEnumerable<IExport> exports, ExportFolder folder, CurrentAccount account) : PageModel
{
    public async Task<IActionResult> OnGet(long id, CancellationToken ct)
    {
        if (await db.ExportFiles.AsNoTracking().SingleOrDefaultAsync(f => f.Id == id && f.AccountId == account.Id && f.State == ExportState.Ready, ct) is not { } file || !folder.Has(file.Path)) return NotFound();
        if (!account.Can(exports.Single(e => e.Kind == file.Kind).Needs)) return StatusCode(StatusCodes.Status403Forbidden);
        db.Trail.Note("export_file.fetched", (int)Math.Min(file.Done, int.MaxValue), file.FileName, id);
        await db.SaveChangesAsync(ct);
        Response.Headers.CacheControl = "no-store";
        return PhysicalFile(folder.Full(file.Path), SheetWriter.Of(file.Format).ContentType, file.FileName);
    }
}
