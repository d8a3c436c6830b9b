using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;

namespace Preau.People.Listing;

/// <summary>People as a CSV that our own import reads back: a thousand at a time, with everything that fits into one line.</summary>
public sealed class PeopleCsv(Database db)
{
    // Home stands without a word before it; the others are named as the import knows them.
    private static readonly AddressKind[] Kinds = [AddressKind.Registered, AddressKind.Mailing, AddressKind.Work, AddressKind.Billing];
    private static readonly string[] Parts = ["address1", "address2", "zip", "city", "state", "country"];

    private static readonly string[] Columns =
    [
        "preau_id", "first_name", "last_name", "sex", "born_on", "language", "email", "email2", "email3", "email4", "phone", "mobile",
        "address1", "address2", "postcode", "city", "region", "country",
        .. Kinds.SelectMany(k => Parts.Select(p => $"{EnumText<AddressKind>.Of(k)}_{p}")),
        "support_level", "employer", "occupation", "tags", "preau_consents", "preau_source", "created_at",
    ];

    /// <param name="about">What the list was narrowed to, for the audit trail.</param>
    public async Task<int> Write(IAsyncEnumerable<long[]> ids, Stream body, string about, CancellationToken ct)
    {
        // Remembered before the first byte leaves: who breaks the download off has read something too.
        var count = 0;
        await foreach (var some in ids.WithCancellation(ct)) count += some.Length;
        db.Trail.Note("person.exported", count, about.Length == 0 ? null : about);
        await db.SaveChangesAsync(ct);
        var written = 0;
        await using (var writer = new StreamWriter(body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), bufferSize: 1 << 16, leaveOpen: true))
        {
            var fields = await db.CustomFields.AsNoTracking().OrderBy(f => f.Position).ThenBy(f => f.Id).ToListAsync(ct);
            await Line(writer, [.. Columns, .. fields.Select(f => f.Slug)], ct);
            await foreach (var some in ids.WithCancellation(ct)) written += await Lines(writer, some, fields, ct);
        }

        return written;
    }

    private async Task<int> Lines(StreamWriter writer, long[] ids, List<CustomField> fields, CancellationToken ct)
    {
        var people = await db.People.AsNoTracking().Where(p => ids.Contains(p.Id)).OrderBy(p => p.Id).ToListAsync(ct);
        var emails = (await db.PersonEmails.AsNoTracking().Where(e => ids.Contains(e.PersonId)).OrderBy(e => e.Position).ToListAsync(ct)).ToLookup(e => e.PersonId);
        var phones = (await db.PersonPhones.AsNoTracking().Where(e => ids.Contains(e.PersonId)).OrderBy(e => e.Position).ToListAsync(ct)).ToLookup(e => e.PersonId);
        var addresses = (await db.PersonAddresses.AsNoTracking().Where(a => ids.Contains(a.PersonId)).OrderBy(a => a.Position).ToListAsync(ct)).ToLookup(a => a.PersonId);
        var tags = (await db.PersonTags.Where(t => ids.Contains(t.PersonId)).Join(db.Tags, p => p.TagId, t => t.Id, (p, t) => new { p.PersonId, t.Name }).ToListAsync(ct)).ToLookup(t => t.PersonId, t => t.Name);
        var consents = (await db.ConsentStates.Where(c => ids.Contains(c.PersonId) && c.IsGiven).Select(c => new { c.PersonId, c.Purpose }).ToListAsync(ct)).ToLookup(c => c.PersonId, c => EnumText<Purpose>.Of(c.Purpose));
        var values = (await db.CustomValues.AsNoTracking().Where(v => ids.Contains(v.PersonId)).ToListAsync(ct)).ToDictionary(v => (v.PersonId, v.CustomFieldId));
        foreach (var person in people)
        {
            var mails = emails[person.Id].ToList();
            await Line(writer,
            [
                Number(person.Id), person.FirstName, person.LastName, person.Sex is { } sex ? EnumText<Sex>.Of(sex) : null, Day(person.BornOn), person.Language,
                .. Enumerable.Range(0, 4).Select(i => mails.ElementAtOrDefault(i)?.Address),
                phones[person.Id].FirstOrDefault(p => p.Kind != Shared.PhoneKind.Mobile)?.Number, phones[person.Id].FirstOrDefault(p => p.Kind == Shared.PhoneKind.Mobile)?.Number,
                .. Kinds.Prepend(AddressKind.Home).SelectMany(kind => Cells(addresses[person.Id].FirstOrDefault(a => a.Kind == kind))),
                person.SupportLevel is { } level ? Number(level) : null, person.Employer, person.Occupation, string.Join(", ", tags[person.Id].Order(StringComparer.Ordinal)),
                string.Join(", ", consents[person.Id].Order(StringComparer.Ordinal)), person.Source, person.CreatedAt.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
                .. fields.Select(f => values.TryGetValue((person.Id, f.Id), out var value) ? OwnFields.Text(value) : null),
            ], ct);
        }
        return people.Count;
    }

    private static IEnumerable<string?> Cells(PersonAddress? address) => [address?.Line1, address?.Line2, address?.Postcode, address?.City, address?.Region, address?.Country];

    // Spreadsheets of French speakers expect semicolons; our import takes both.
    private static Task Line(StreamWriter writer, string?[] cells, CancellationToken ct)
    {
        var separator = CultureInfo.CurrentCulture.TwoLetterISOLanguageName == "fr" ? ';' : ',';
        return writer.WriteAsync((string.Join(separator, cells.Select(c => Quoted(Safe(c) ?? ""))) + "\r\n").AsMemory(), ct);
    }

    private static string Quoted(string cell) => cell.AsSpan().IndexOfAny(",;\"\r\n") < 0 ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    // A spreadsheet runs what begins with one of these as a formula; telephone numbers are left as they are.
    private static string? Safe(string? cell) => cell is [var first, ..] && (first is '=' or '@' or '\t' or '\r' || (first is '+' or '-' && !cell[1..].All(c => char.IsAsciiDigit(c) || c is '.' or ' '))) ? "'" + cell : cell;

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
