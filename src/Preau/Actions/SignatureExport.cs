using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Shared;

namespace Preau.Actions;

/// <summary>Who sent the form of a page, as a file; cells that a spreadsheet would run are made harmless.</summary>
public static class SignatureExport
{
    private static readonly string[] Heads = ["Number", "Name", "When", "Name public", "Comment"];

    public static void MapActions(this IEndpointRouteBuilder app) => app.MapGet("/pages/{id:long}/signatures.csv", Send).Needs(Permission.ExportSignatures);

    private static async Task Send(long id, HttpContext http, Database db, ActionTotals totals, CurrentNation nation, Words words, CancellationToken ct)
    {
        if (!await db.SitePages.AnyAsync(p => p.GroupId == id, ct) && !await db.ActionsTaken.AnyAsync(a => a.PageGroupId == id, ct))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        // Remembered before the first byte leaves: who breaks the download off has read something too.
        db.Trail.Note("signatures.exported", (int)await totals.Of(id, ct), subjectId: id);
        await db.SaveChangesAsync(ct);
        await using var csv = CsvDownload.Begin(http.Response, $"{nation.Facts.Slug}-page-{id}.csv");
        await csv.WriteRecordAsync([.. Heads.Select(h => words[h])], ct);
        await foreach (var row in SignaturesPage.Lines(db, id, after: null).AsAsyncEnumerable().WithCancellation(ct))
        {
            await csv.WriteRecordAsync(
                [row.PersonId.ToString(CultureInfo.InvariantCulture), row.Name, nation.Facts.DayOf(row.At).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), words[row.IsNamePublic ? "Yes" : "No"], row.Comment ?? ""], ct);
        }

        await csv.FlushAsync(ct);
    }
}
