using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Shared;

namespace Preau.Segments;

/// <summary>The members of a segment as a file; cells that a spreadsheet would run are made harmless.</summary>
public static class SegmentExport
{
    private static readonly string[] Heads = ["Number in Préau", "First name", "Last name", "Mail address", "Town", "Known since"];

    public static void MapSegments(this IEndpointRouteBuilder app) => app.MapGet("/segments/{id:long}/members.csv", Send).Needs(Permission.ExportSegments);

    private static async Task Send(long id, HttpContext http, Database db, ReadSegment read, SegmentMembers members, CurrentNation nation, Words words, CancellationToken ct)
    {
        if (await db.Segments.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, ct) is not { } segment || await read.Run(segment.Tree, ct) is not SegmentAnswer.Fine fine)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        // Remembered before the first byte leaves: who breaks the download off has read something too.
        db.Trail.Note("segment.exported", (int)await members.Count(fine.Tree, ct), subjectId: id);
        await db.SaveChangesAsync(ct);
        await using var csv = CsvDownload.Begin(http.Response, $"{nation.Facts.Slug}-segment-{id}.csv");
        await csv.WriteRecordAsync([.. Heads.Select(h => words[h])], ct);
        await foreach (var row in members.All(fine.Tree, ct))
        {
            await csv.WriteRecordAsync(
                [row.Id.ToString(CultureInfo.InvariantCulture), row.FirstName, row.LastName, row.Email ?? "", row.City ?? "", nation.Facts.DayOf(row.CreatedAt).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)], ct);
        }

        await csv.FlushAsync(ct);
    }
}
