using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Shared;

namespace Preau.Mail.Report;

/// <summary>What became of a mail for each person, as a file. Streamed; cells that a spreadsheet would run are made harmless.</summary>
public static class DeliveryExport
{
    private static readonly string[] Heads = ["Number in Préau", "Name", "Mail address", "What became of it", "Reason", "When", "Clicked", "Unsubscribed"];

    public static void MapDeliveryExport(this IEndpointRouteBuilder app) => app.MapGet("/mail/{id:long}/deliveries.csv", Send).Needs(Permission.ExportMail);

    private static async Task Send(long id, [AsParameters] Asked asked, HttpContext http, Database db, CurrentNation nation, BlastWords said, Words words, CancellationToken ct)
    {
        if (await db.Blasts.AsNoTracking().SingleOrDefaultAsync(b => b.Id == id, ct) is not { } blast)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var filter = new DeliveryFilter { State = asked.State, Clicked = asked.Clicked ?? false, Unsubscribed = asked.Unsubscribed ?? false, Link = asked.Link, Q = asked.Q };
        var deliveries = filter.Apply(db, blast);
        // Remembered before the first byte leaves: who breaks the download off has read something too.
        db.Trail.Note("deliveries.exported", await deliveries.CountAsync(ct), filter.WithoutSearch(), id);
        await db.SaveChangesAsync(ct);
        await using var csv = CsvDownload.Begin(http.Response, $"{nation.Facts.Slug}-mail-{id}.csv");
        await csv.WriteRecordAsync([.. Heads.Select(h => words[h])], ct);
        await foreach (var row in DeliveriesPage.Lines(db, deliveries.OrderBy(d => d.PersonId)).AsAsyncEnumerable().WithCancellation(ct))
        {
            await csv.WriteRecordAsync(
            [
                row.PersonId.ToString(CultureInfo.InvariantCulture), row.Name, row.Address, said.Of(row.State), said.Why(row.State, row.Answer) ?? "", At(row.At, nation), At(row.ClickedAt, nation), At(row.UnsubscribedAt, nation),
            ], ct);
        }

        await csv.FlushAsync(ct);
    }

    private static string At(DateTimeOffset? at, CurrentNation nation) => at is { } moment ? TimeZoneInfo.ConvertTime(moment, nation.Facts.Zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) : "";

    private sealed record Asked(DeliveryState? State, bool? Clicked, bool? Unsubscribed, long? Link, string? Q);
}
