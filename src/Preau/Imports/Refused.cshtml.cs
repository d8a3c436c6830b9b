using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;

namespace Preau.Imports;

/// <summary>The rows that were refused, with line and reason, to put right and bring in again.</summary>
[Needs(Permission.ExportRefusedRows)]
public sealed class RefusedPage(Database db, RefusedRows rows) : PageModel
{
    public async Task<IActionResult> OnGet(long id, CancellationToken ct)
    {
        if (!await db.Imports.AnyAsync(i => i.Id == id, ct)) return NotFound();
        db.Trail.Note("import.refused_exported", 1, subjectId: id);
        await db.SaveChangesAsync(ct);
        Response.ContentType = "text/csv; charset=utf-8";
        Response.Headers.ContentDisposition = $"attachment; filename=\"refused-{id}.csv\"";
        await rows.Write(id, Response.Body, ct);
        return new EmptyResult();
    }
}
