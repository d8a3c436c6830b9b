using System.Globalization;
using CsvHelper;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Shared;

namespace Preau.Donations;

/// <summary>Gifts as a file, with what the campaign account asks of each donor. Streamed; cells that a spreadsheet would run are made harmless.</summary>
public static class GiftExport
{
    private static readonly string[] Heads =
    [
        "Gift number", "State of the gift", "Means of payment", "Amount", "Given back", "Currency", "Given on", "Received on", "First name", "Last name", "Nationality",
        "Street and number", "Second line", "Postcode", "Town", "Country of tax domicile", "Mail address", "Telephone", "Reference",
    ];

    public static void MapGiftExport(this IEndpointRouteBuilder app) => app.MapGet("/gifts/export.csv", Send).Needs(Permission.ExportGifts);

    private static async Task Send([AsParameters] Asked asked, HttpContext http, Database db, CurrentNation nation, GiftWords said, Words words, CancellationToken ct)
    {
        var filter = new GiftFilter { Status = asked.Status, Method = asked.Method, From = asked.From, To = asked.To, Q = asked.Q, Review = asked.Review ?? false, Counted = asked.Counted ?? false };
        // Remembered before the first byte leaves: who breaks the download off has read something too.
        db.Trail.Note("gift.exported", await filter.Apply(db, nation.Facts).CountAsync(ct), filter.WithoutSearch());
        await db.SaveChangesAsync(ct);
        await using var csv = CsvDownload.Begin(http.Response, $"{nation.Facts.Slug}-gifts.csv");
        await Write(csv, filter, db, nation.Facts, said, words, CultureInfo.CurrentCulture, ct);
    }

    public static async Task Write(CsvWriter csv, GiftFilter filter, Database db, NationFacts nation, GiftWords said, Words words, CultureInfo culture, CancellationToken ct)
    {
        await csv.WriteRecordAsync([.. Heads.Select(h => words[h])], ct);
        var rows = filter.Apply(db, nation).OrderBy(g => g.GivenAt).ThenBy(g => g.Id).Join(db.GiftDonors, g => g.Id, d => d.GiftId, (g, d) => new { Gift = g, Donor = d }).AsAsyncEnumerable();
        await foreach (var row in rows.WithCancellation(ct)) await csv.WriteRecordAsync(Cells(row.Gift, row.Donor, nation, said, culture), ct);
        await csv.FlushAsync(ct);
    }

    private static string[] Cells(Gift gift, GiftDonor donor, NationFacts nation, GiftWords said, CultureInfo culture) =>
    [
        gift.Id.ToString(CultureInfo.InvariantCulture), said.Of(gift.Status), said.Of(gift.Method), gift.Amount.PlainIn(culture),
        new Money(gift.RefundedCents, gift.Currency).PlainIn(culture), gift.Currency, Day(gift.GivenAt, nation), Day(gift.ReceivedAt, nation),
        donor.FirstName, donor.LastName, donor.Nationality, donor.Street, donor.Street2, donor.Postcode, donor.City, donor.Country, donor.Email, donor.Phone, gift.Reference,
    ];

    private static string Day(DateTimeOffset? at, NationFacts nation) => at is { } moment ? nation.DayOf(moment).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : "";

    private sealed record Asked(GiftStatus? Status, Law.PaymentMethod? Method, DateOnly? From, DateOnly? To, string? Q, bool? Review, bool? Counted);
}
