using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Exports;

namespace Preau.People.Listing;

/// <summary>People as a table that our own import reads back: a thousand at a time, with everything that fits into one line.</summary>
public sealed class PeopleExport(Database db, PeopleList list, OwnFields own, IEnumerable<IPersonColumns> more) : IExport
{
    // Home stands without a word before it; the others are named as the import knows them.
    private static readonly AddressKind[] Kinds = [AddressKind.Registered, AddressKind.Mailing, AddressKind.Work, AddressKind.Billing];
    private static readonly string[] Parts = ["address1", "address2", "zip", "city", "state", "country"];

    private static readonly SheetColumn[] Columns =
    [
        new("preau_id", CellKind.Whole), .. Texts("first_name", "last_name", "sex"), new("born_on", CellKind.Day),
        .. Texts("language", "email", "email2", "email3", "email4", "phone", "mobile", "address1", "address2", "postcode", "city", "region", "country"),
        .. Kinds.SelectMany(k => Parts.Select(p => new SheetColumn($"{EnumText<AddressKind>.Of(k)}_{p}"))),
        new("support_level", CellKind.Whole), new("priority", CellKind.Whole), .. Texts("employer", "occupation", "tags", "preau_consents", "preau_source"), new("preau_created_at", CellKind.Instant),
    ];

    public const string Name = "people";

    public string Kind => Name;
    public Permission Needs => Permission.ExportPeople;

    /// <param name="ask">The end of a list's address; or «act:7», those whom an act on many is about.</param>
    public async Task<Sheet?> Open(string ask, CancellationToken ct)
    {
        if (ask.StartsWith(Act, StringComparison.Ordinal))
        {
            return long.TryParse(ask.AsSpan(Act.Length), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var id) && await db.BulkActs.AnyAsync(a => a.Id == id, ct)
                ? await Of(stop => OfAct(id, stop), "", ct) : null;
        }

        var filter = PersonFilter.Read(ask);
        return await Of(stop => list.Ids(filter, limit: null, stop), filter.WithoutSearch, ct);
    }

    public const string Act = "act:";

    /// <param name="ids">Asked for twice: to count, and to write.</param>
    /// <param name="about">What the list was narrowed to, for the audit trail.</param>
    public async Task<Sheet> Of(Func<CancellationToken, IAsyncEnumerable<long[]>> ids, string about, CancellationToken ct)
    {
        var fields = await own.Seen(ct);
        var added = new List<(IPersonColumns Feature, IReadOnlyList<SheetColumn> Columns)>();
        foreach (var feature in more) added.Add((feature, await feature.Columns(ct)));
        return new("people", "person.exported", [.. Columns, .. fields.Select(f => new SheetColumn(f.Slug, KindOf(f.Kind))), .. added.SelectMany(a => a.Columns)], stop => Count(ids(stop), stop), stop => Rows(ids(stop), fields, [.. added.Where(a => a.Columns.Count > 0)], stop)) { About = about.Length == 0 ? null : about };
    }

    private static async Task<long> Count(IAsyncEnumerable<long[]> ids, CancellationToken ct)
    {
        var count = 0L;
        await foreach (var some in ids.WithCancellation(ct)) count += some.Length;
        return count;
    }

    private async IAsyncEnumerable<long[]> OfAct(long actId, [EnumeratorCancellation] CancellationToken ct)
    {
        for (var last = 0L; await db.BulkPeople.Where(p => p.BulkActId == actId && p.PersonId > last).OrderBy(p => p.PersonId).Select(p => p.PersonId).Take(1000).ToArrayAsync(ct) is { Length: > 0 } ids; last = ids.Max()) yield return ids;
    }

    private async IAsyncEnumerable<object?[]> Rows(IAsyncEnumerable<long[]> ids, List<CustomField> fields, List<(IPersonColumns Feature, IReadOnlyList<SheetColumn> Columns)> added, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var some in ids.WithCancellation(ct))
        {
            foreach (var row in await Lines(some, fields, added, ct)) yield return row;
        }
    }

    private async Task<List<object?[]>> Lines(long[] ids, List<CustomField> fields, List<(IPersonColumns Feature, IReadOnlyList<SheetColumn> Columns)> added, CancellationToken ct)
    {
        var cells = new List<(IReadOnlyDictionary<long, object?[]> Of, int Width)>();
        foreach (var (feature, columns) in added) cells.Add((await feature.Cells(ids, ct), columns.Count));
        var people = await db.People.AsNoTracking().Where(p => ids.Contains(p.Id)).OrderBy(p => p.Id).ToListAsync(ct);
        var emails = (await db.PersonEmails.AsNoTracking().Where(e => ids.Contains(e.PersonId)).OrderBy(e => e.Position).ToListAsync(ct)).ToLookup(e => e.PersonId);
        var phones = (await db.PersonPhones.AsNoTracking().Where(e => ids.Contains(e.PersonId)).OrderBy(e => e.Position).ToListAsync(ct)).ToLookup(e => e.PersonId);
        var addresses = (await db.PersonAddresses.AsNoTracking().Where(a => ids.Contains(a.PersonId)).OrderBy(a => a.Position).ToListAsync(ct)).ToLookup(a => a.PersonId);
        var tags = (await db.PersonTags.Where(t => ids.Contains(t.PersonId)).Join(db.Tags, p => p.TagId, t => t.Id, (p, t) => new { p.PersonId, t.Name }).ToListAsync(ct)).ToLookup(t => t.PersonId, t => t.Name);
        var consents = (await db.ConsentStates.Where(c => ids.Contains(c.PersonId) && c.IsGiven).Select(c => new { c.PersonId, c.Purpose }).ToListAsync(ct)).ToLookup(c => c.PersonId, c => EnumText<Purpose>.Of(c.Purpose));
        var values = (await db.CustomValues.AsNoTracking().Where(v => ids.Contains(v.PersonId)).ToListAsync(ct)).ToDictionary(v => (v.PersonId, v.CustomFieldId));
        var rows = new List<object?[]>(people.Count);
        foreach (var person in people)
        {
            var mails = emails[person.Id].ToList();
            rows.Add(
            [
                person.Id, person.FirstName, person.LastName, person.Sex is { } sex ? EnumText<Sex>.Of(sex) : null, person.BornOn, person.Language,
                .. Enumerable.Range(0, 4).Select(i => mails.ElementAtOrDefault(i)?.Address),
                phones[person.Id].FirstOrDefault(p => p.Kind != Shared.PhoneKind.Mobile)?.Number, phones[person.Id].FirstOrDefault(p => p.Kind == Shared.PhoneKind.Mobile)?.Number,
                .. Kinds.Prepend(AddressKind.Home).SelectMany(kind => Cells(addresses[person.Id].FirstOrDefault(a => a.Kind == kind))),
                (long?)person.SupportLevel, (long?)person.Priority, person.Employer, person.Occupation, string.Join(", ", tags[person.Id].Order(StringComparer.Ordinal)),
                string.Join(", ", consents[person.Id].Order(StringComparer.Ordinal)), person.Source, person.CreatedAt,
                .. fields.Select(f => values.TryGetValue((person.Id, f.Id), out var value) ? Cell(f, value) : null),
                .. cells.SelectMany(c => c.Of.GetValueOrDefault(person.Id) ?? new object?[c.Width]),
            ]);
        }

        return rows;
    }

    private static IEnumerable<string?> Cells(PersonAddress? address) => [address?.Line1, address?.Line2, address?.Postcode, address?.City, address?.Region, address?.Country];

    private static IEnumerable<SheetColumn> Texts(params string[] names) => names.Select(n => new SheetColumn(n));

    private static CellKind KindOf(FieldKind kind) => kind switch
    {
        FieldKind.Number => CellKind.Number,
        FieldKind.Date => CellKind.Day,
        FieldKind.Money => CellKind.Money,
        FieldKind.Boolean => CellKind.Flag,
        FieldKind.Person => CellKind.Whole,
        FieldKind.Text or FieldKind.LongText or FieldKind.Choice or FieldKind.Several => CellKind.Text,
    };

    private static object? Cell(CustomField field, CustomValue value) => KindOf(field.Kind) switch
    {
        CellKind.Money => value.WholeValue is { } cents ? new Shared.Money(cents, field.Currency).Main : null,
        CellKind.Whole => value.LinkedPersonId,
        CellKind.Number => value.NumberValue,
        CellKind.Day => value.DateValue,
        CellKind.Flag => value.BooleanValue,
        _ => OwnFields.Text(field, value),
    };
}
