using Microsoft.EntityFrameworkCore;

namespace Preau.People;

/// <summary>Everything People knows of somebody, with where it came from: what a person gets who asks (GDPR art. 15).</summary>
public static class PersonExport
{
    public static async Task<object?> Of(Database db, long personId, CancellationToken ct)
    {
        if (await db.People.AsNoTracking().SingleOrDefaultAsync(p => p.Id == personId, ct) is not { } person) return null;
        return new
        {
            person.Id, person.FirstName, person.LastName, person.Sex, person.BornOn, person.Language, person.SupportLevel, person.Priority, person.Employer, person.Occupation,
            person.Source, person.IsRollOnly, person.CreatedAt, person.ChangedAt, person.ArchivedAt,
            SupportHistory = await db.SupportChanges.Where(s => s.PersonId == personId).OrderBy(s => s.At).ThenBy(s => s.Id).Select(s => new { s.Level, s.Source, s.At }).ToListAsync(ct),
            Emails = await db.PersonEmails.Where(e => e.PersonId == personId).OrderBy(e => e.Position).Select(e => new { e.Address, e.IsBad, e.BadReason }).ToListAsync(ct),
            Phones = await db.PersonPhones.Where(e => e.PersonId == personId).OrderBy(e => e.Position).Select(e => new { e.Number, e.Kind, e.IsBad, e.BadReason }).ToListAsync(ct),
            Addresses = await db.PersonAddresses.Where(a => a.PersonId == personId).OrderBy(a => a.Position)
                .Select(a => new { a.Kind, a.Line1, a.Line2, a.Postcode, a.City, a.CityCode, a.Region, a.Country }).ToListAsync(ct),
            Tags = await db.PersonTags.Where(t => t.PersonId == personId).Join(db.Tags, p => p.TagId, t => t.Id, (p, t) => new { t.Name, p.AddedAt }).ToListAsync(ct),
            Fields = await db.CustomValues.Where(v => v.PersonId == personId)
                .Join(db.CustomFields, v => v.CustomFieldId, f => f.Id, (v, f) => new { f.Name, v.TextValue, v.NumberValue, v.DateValue, v.BooleanValue, PersonNumber = v.LinkedPersonId }).ToListAsync(ct),
            NamedInFields = await db.CustomValues.Where(v => v.LinkedPersonId == personId).Join(db.CustomFields, v => v.CustomFieldId, f => f.Id, (v, f) => new { f.Name, OfPersonNumber = v.PersonId }).ToListAsync(ct),
            Consents = await db.ConsentEntries.Where(c => c.PersonId == personId).OrderBy(c => c.At)
                .Select(c => new { c.Purpose, c.IsGiven, c.Source, c.At, Wording = db.ConsentWordings.Where(w => w.Version == c.Wording).Select(w => w.Text).FirstOrDefault() }).ToListAsync(ct),
            Notes = await db.Notes.Where(n => n.PersonId == personId).OrderBy(n => n.At).Select(n => new { n.Text, n.At }).ToListAsync(ct),
            OtherNumbers = await db.PersonExternalIds.Where(e => e.PersonId == personId).Select(e => new { e.Source, e.Value }).ToListAsync(ct),
            Provenance = await db.Provenances.Where(p => p.PersonId == personId).OrderBy(p => p.Field).Select(p => new { p.Field, p.Source, p.At }).ToListAsync(ct),
        };
    }
}
