using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Exports;
using Preau.Shared;

namespace Preau.Donations.Listing;

/// <summary>Gifts as a file, with what the campaign account asks of each donor.</summary>
public sealed class GiftExport(Database db, CurrentNation nation, GiftWords said, Words words) : IExport
{
    public const string Name = "gifts";

    public string Kind => Name;
    public Permission Needs => Permission.ExportGifts;

    public Task<Sheet?> Open(string ask, CancellationToken ct)
    {
        var filter = GiftFilter.Read(ask);
        SheetColumn[] columns =
        [
            new(words["Gift number"], CellKind.Whole), .. SheetColumn.Texts(words, "State of the gift", "Means of payment"), new(words["Amount"], CellKind.Money), new(words["Given back"], CellKind.Money), new(words["Currency"]),
            new(words["Given on"], CellKind.Day), new(words["Received on"], CellKind.Day),
            .. SheetColumn.Texts(words, "First name", "Last name", "Nationality", "Street and number", "Second line", "Postcode", "Town", "Country of tax domicile", "Mail address", "Telephone", "Reference"),
        ];
        return Task.FromResult<Sheet?>(new(Name, "gift.exported", columns, stop => filter.Apply(db, nation.Facts).LongCountAsync(stop), stop => Rows(filter, stop)) { About = filter.WithoutSearch() });
    }

    private async IAsyncEnumerable<object?[]> Rows(GiftFilter filter, [EnumeratorCancellation] CancellationToken ct)
    {
        var rows = filter.Apply(db, nation.Facts).OrderBy(g => g.GivenAt).ThenBy(g => g.Id).Join(db.GiftDonors, g => g.Id, d => d.GiftId, (g, d) => new { Gift = g, Donor = d }).AsAsyncEnumerable();
        await foreach (var row in rows.WithCancellation(ct)) yield return Cells(row.Gift, row.Donor);
    }

    private object?[] Cells(Gift gift, GiftDonor donor) =>
    [
        gift.Id, said.Of(gift.Status), said.Of(gift.Method), gift.Amount.Main, new Money(gift.RefundedCents, gift.Currency).Main, gift.Currency, Day(gift.GivenAt), Day(gift.ReceivedAt),
        donor.FirstName, donor.LastName, donor.Nationality, donor.Street, donor.Street2, donor.Postcode, donor.City, donor.Country, donor.Email, donor.Phone, gift.Reference,
    ];

    private DateOnly? Day(DateTimeOffset? at) => at is { } moment ? nation.Facts.DayOf(moment) : null;

    public static Task<ExportAnswer> Send(string format, HttpContext http, SendExport send, CancellationToken ct) => send.Answer(Name, http.Request.QueryString.Value ?? "", format, ct);
}

public static class GiftExportRoutes
{
    public static void MapGiftExport(this IEndpointRouteBuilder app) => app.MapGet("/gifts/export.{format}", GiftExport.Send).Needs(Permission.ExportGifts);
}
