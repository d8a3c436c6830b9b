using CsvHelper;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Preau.Accounts;

namespace Preau.Imports.NationBuilder;

/// <summary>All people as a file in NationBuilder's columns, written while it is read. Who took how many is remembered.</summary>
[Needs(Permission.ExportPeopleLayout)]
public sealed class ExportPage(Database db, PeopleLayout layout, CurrentNation nation) : PageModel
{
    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        // Remembered before the first byte leaves: who breaks the download off has read something too.
        db.Trail.Note("person.exported", await layout.Count(ct), "nationbuilder");
        await db.SaveChangesAsync(ct);
        Response.ContentType = "text/csv; charset=utf-8";
        Response.Headers.ContentDisposition = $"attachment; filename=\"nationbuilder-people-export-{nation.Facts.Slug}.csv\"";
        Response.Headers.CacheControl = "no-store";
        // Commas in every language, as that program writes them; what a spreadsheet would run has its apostrophe already.
        await using var csv = CsvWriter.Create(Response.Body, new CsvWriterOptions { Separator = ',', Injection = CsvInjection.None, WriteByteOrderMark = false }, leaveOpen: true);
        await foreach (var row in layout.Rows(ct)) await csv.WriteRecordAsync(row, ct);
        await csv.FlushAsync(ct);
        return new EmptyResult();
    }
}
