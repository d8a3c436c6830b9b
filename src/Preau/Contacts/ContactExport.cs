using System.Globalization;
using CsvHelper;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Shared;

namespace Preau.Contacts;

/// <summary>The contact log as a file. Streamed; cells that a spreadsheet would run are made harmless.</summary>
public static class ContactExport
{
    private static readonly string[] Heads = ["Contact number", "Person number", "First name", "Last name", "How", "What came of it", "What was said", "Support before", "Support level", "When", "Written down by"];

    public static void MapContacts(this IEndpointRouteBuilder app) => app.MapGet("/contacts/export.csv", Send).Needs(Permission.ExportContacts);

    private static async Task Send([AsParameters] Asked asked, HttpContext http, Database db, CurrentNation nation, ContactWords said, Words words, CancellationToken ct)
    {
        var filter = new ContactFilter { Method = asked.Method, Status = asked.Status, By = asked.By, From = asked.From, To = asked.To };
        var rows = filter.Apply(db, nation.Facts).Join(db.People, c => c.PersonId, p => p.Id, (c, p) => new { Contact = c, p.FirstName, p.LastName });
        // Remembered before the first byte leaves: who breaks the download off has read something too.
        db.Trail.Note("contact_log.exported", await rows.CountAsync(ct), filter.Query());
        await db.SaveChangesAsync(ct);
        var authors = await db.Memberships.Join(db.Accounts, m => m.AccountId, a => a.Id, (m, a) => new { a.Id, a.Name }).ToDictionaryAsync(a => a.Id, a => a.Name, ct);
        await using var csv = CsvDownload.Begin(http.Response, $"{nation.Facts.Slug}-contacts.csv");
        await csv.WriteRecordAsync([.. Heads.Select(h => words[h])], ct);
        await foreach (var row in rows.OrderBy(r => r.Contact.At).ThenBy(r => r.Contact.Id).AsAsyncEnumerable().WithCancellation(ct))
        {
            await csv.WriteRecordAsync(
            [
                Number(row.Contact.Id), Number(row.Contact.PersonId), row.FirstName, row.LastName, said.Of(row.Contact.Method), said.Of(row.Contact.Status), row.Contact.Text,
                Number(row.Contact.SupportBefore), Number(row.Contact.SupportAfter), TimeZoneInfo.ConvertTime(row.Contact.At, nation.Facts.Zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
                row.Contact.AuthorId is { } author ? authors.GetValueOrDefault(author, "") : "",
            ], ct);
        }

        await csv.FlushAsync(ct);
    }

    private static string Number(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    private sealed record Asked(ContactMethod? Method, ContactStatus? Status, long? By, DateOnly? From, DateOnly? To);
}
