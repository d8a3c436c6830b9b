using System.Globalization;
using CsvHelper;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;

namespace Preau.Imports;

/// <summary>The rows that were refused, with line and reason, to put right and bring in again.</summary>
[Needs(Permission.ImportPeople)]
public sealed class RefusedPage(Database db) : PageModel
{
    public async Task<IActionResult> OnGet(long id, CancellationToken ct)
    {
        if (!await db.Imports.AnyAsync(i => i.Id == id, ct)) return NotFound();
        db.Trail.Note("import.refused_exported", 1, subjectId: id);
        await db.SaveChangesAsync(ct);
        Response.ContentType = "text/csv; charset=utf-8";
        Response.Headers.ContentDisposition = $"attachment; filename=\"refused-{id}.csv\"";
        await using var csv = CsvWriter.Create(Response.Body, new CsvWriterOptions { Injection = CsvInjection.Escape, WriteByteOrderMark = true }, leaveOpen: true);
        await csv.WriteRecordAsync(["line", "reason", "row"], ct);
        await foreach (var row in db.ImportRefusals.AsNoTracking().Where(r => r.ImportId == id).OrderBy(r => r.Id).AsAsyncEnumerable().WithCancellation(ct))
        {
            await csv.WriteRecordAsync([row.Line.ToString(CultureInfo.InvariantCulture), row.Reason, row.RowText], ct);
        }

        await csv.FlushAsync(ct);
        return new EmptyResult();
    }
}
