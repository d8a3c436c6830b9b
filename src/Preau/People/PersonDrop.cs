using Microsoft.EntityFrameworkCore;
using Preau.Shared;

namespace Preau.People;

/// <summary>What a template may say of the person it is for, under the names that campaign themes know. Read-only, and without what must not
/// choose words: opinion, score, anything of the roll.</summary>
public sealed class PersonDrop
{
    public long Id { get; init; }
    public string FirstName { get; init; } = "";
    public string LastName { get; init; } = "";
    public string FullName => $"{FirstName} {LastName}".Trim();
    public string Email { get; init; } = "";
    public string PhoneNumber { get; init; } = "";
    public string MobileNumber { get; init; } = "";
    public string Language { get; init; } = "";
    public string Employer { get; init; } = "";
    public string Occupation { get; init; } = "";
    public string Address1 { get; init; } = "";
    public string City { get; init; } = "";
    public string Zip { get; init; } = "";
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The campaign's own fields, by slug.</summary>
    public IReadOnlyDictionary<string, string> CustomValues { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}

/// <summary>Reads drops for many people at once: a mail to a hundred thousand asks by the thousand.</summary>
public sealed class PersonDrops(Database db, OwnFields own, CurrentNation nation)
{
    public async Task<IReadOnlyDictionary<long, PersonDrop>> Of(IReadOnlyCollection<long> personIds, CancellationToken ct)
    {
        var ids = personIds as long[] ?? [.. personIds];
        // Whoever asks: a volunteer's text names people whom the organiser gave them, not those of their list.
        var people = await db.People.AsNoTracking().IgnoreQueryFilters([Conventions.AssignedFilter]).Where(p => EF.Parameter(ids).Contains(p.Id)).ToListAsync(ct);
        var emails = (await db.PersonEmails.AsNoTracking().Where(e => EF.Parameter(ids).Contains(e.PersonId) && !e.IsBad).OrderBy(e => e.Position).ToListAsync(ct)).ToLookup(e => e.PersonId);
        var phones = (await db.PersonPhones.AsNoTracking().Where(e => EF.Parameter(ids).Contains(e.PersonId) && !e.IsBad).OrderBy(e => e.Position).ToListAsync(ct)).ToLookup(e => e.PersonId);
        var addresses = (await db.PersonAddresses.AsNoTracking().Where(a => EF.Parameter(ids).Contains(a.PersonId)).OrderBy(a => a.Position).ToListAsync(ct)).ToLookup(a => a.PersonId);
        var tags = (await db.PersonTags.Where(t => EF.Parameter(ids).Contains(t.PersonId)).Join(db.Tags, p => p.TagId, t => t.Id, (p, t) => new { p.PersonId, t.Name }).ToListAsync(ct)).ToLookup(t => t.PersonId, t => t.Name);
        var fields = (await own.All(ct)).Where(f => f.IsForTemplates).ToDictionary(f => f.Id);
        var values = (await db.CustomValues.AsNoTracking().Where(v => EF.Parameter(ids).Contains(v.PersonId)).ToListAsync(ct)).ToLookup(v => v.PersonId);
        return people.ToDictionary(p => p.Id, p =>
        {
            var address = addresses[p.Id].FirstOrDefault(a => a.Kind != AddressKind.Registered) ?? addresses[p.Id].FirstOrDefault();
            return new PersonDrop
            {
                Id = p.Id, FirstName = p.FirstName, LastName = p.LastName, Language = p.Language ?? nation.Facts.Language, Employer = p.Employer ?? "", Occupation = p.Occupation ?? "",
                Email = emails[p.Id].FirstOrDefault()?.Address ?? "",
                PhoneNumber = Shown(phones[p.Id].FirstOrDefault(n => n.Kind != PhoneKind.Mobile)), MobileNumber = Shown(phones[p.Id].FirstOrDefault(n => n.Kind == PhoneKind.Mobile)),
                Address1 = address?.Line1 ?? "", City = address?.City ?? "", Zip = address?.Postcode ?? "",
                Tags = [.. tags[p.Id].Order(StringComparer.Ordinal)],
                CustomValues = values[p.Id].Where(v => fields.ContainsKey(v.CustomFieldId)).ToDictionary(v => fields[v.CustomFieldId].Slug, v => Text(fields[v.CustomFieldId], v, p.Language ?? nation.Facts.Language), StringComparer.Ordinal),
            };
        });
    }

    // A person that is a value is somebody else's business.
    private static string Text(CustomField field, CustomValue value, string language) => value switch
    {
        { LinkedPersonId: not null } => "",
        { WholeValue: { } cents } when field.Kind == FieldKind.Money => new Money(cents, field.Currency).Brief(System.Globalization.CultureInfo.GetCultureInfo(language == "fr" ? "fr-FR" : "en-GB")),
        _ => OwnFields.Text(value),
    };

    private string Shown(PersonPhone? phone) => phone is null ? "" : Shared.PhoneNumber.Display(phone.Number, nation.Facts.Country);
}
