using Microsoft.EntityFrameworkCore;
using Preau.Shared;

namespace Preau.People.Profile;

/// <summary>Puts the form of a person into the store: what was added, changed, and emptied; and notes the team as where it comes from.</summary>
public sealed class EditPerson(Database db, SavePerson save, OwnFields own, LeftAddresses left, Suppressions suppressions, TimeProvider clock)
{
    public async Task<PersonForm> Form(Person person, CancellationToken ct)
    {
        var id = person.Id;
        var form = new PersonForm
        {
            FirstName = person.FirstName, LastName = person.LastName, Sex = person.Sex, BornOn = person.BornOn, Language = person.Language,
            SupportLevel = person.SupportLevel, Priority = person.Priority, Employer = person.Employer, Occupation = person.Occupation,
            Emails = await db.PersonEmails.Where(e => e.PersonId == id).OrderBy(e => e.Position).Select(e => new EmailRow { Address = e.Address, IsBad = e.IsBad }).ToListAsync(ct),
            Phones = await db.PersonPhones.Where(e => e.PersonId == id).OrderBy(e => e.Position).Select(e => new PhoneRow { Number = e.Number, IsBad = e.IsBad }).ToListAsync(ct),
            Addresses = await db.PersonAddresses.Where(a => a.PersonId == id).OrderBy(a => a.Position)
                .Select(a => new AddressRow { Kind = a.Kind, Line1 = a.Line1, Line2 = a.Line2, Postcode = a.Postcode, City = a.City, Country = a.Country }).ToListAsync(ct),
            Own = await own.Texts(id, ct),
        };
        form.Open();
        return form;
    }

    /// <summary>The caller saves.</summary>
    public async Task Run(Person person, PersonForm form, PersonInput input, CancellationToken ct)
    {
        var fields = new HashSet<string>(StringComparer.Ordinal);
        person.FirstName = Set(fields, "first_name", person.FirstName, form.FirstName) ?? "";
        person.LastName = Set(fields, "last_name", person.LastName, form.LastName) ?? "";
        person.Language = Set(fields, "language", person.Language, form.Language);
        person.Employer = Set(fields, "employer", person.Employer, form.Employer);
        person.Occupation = Set(fields, "occupation", person.Occupation, form.Occupation);
        if (person.Sex != form.Sex && fields.Add("sex")) person.Sex = form.Sex;
        if (person.BornOn != form.BornOn && fields.Add("born_on")) person.BornOn = form.BornOn;
        if (person.SupportLevel != form.SupportLevel && fields.Add("support_level")) person.SupportLevel = form.SupportLevel;
        if (person.Priority != form.Priority && fields.Add("priority")) person.Priority = form.Priority;
        await Emails(person.Id, form, input.Emails, fields, ct);
        await Phones(person.Id, form, input.Phones, fields, ct);
        await Addresses(person.Id, input.Addresses, fields, ct);
        foreach (var field in await own.Set(person.Id, form.Own, ct)) fields.Add(CustomField.Prefix + field);
        if (fields.Contains("email") || fields.Contains("phone")) person.IsRollOnly = person.IsRollOnly && input.Emails.Count + input.Phones.Count == 0;
        if (fields.Count > 0) person.ChangedAt = clock.GetUtcNow();
        await save.Remember(person.Id, fields, "panel", ct);
    }

    private static string? Set(HashSet<string> fields, string field, string? old, string? given)
    {
        var value = string.IsNullOrWhiteSpace(given) ? null : given.Trim();
        if ((old ?? "") == (value ?? "")) return old;
        fields.Add(field);
        return value;
    }

    private async Task Emails(long personId, PersonForm form, IReadOnlyList<EmailAddress> given, HashSet<string> fields, CancellationToken ct)
    {
        var known = await db.PersonEmails.Where(e => e.PersonId == personId).ToListAsync(ct);
        var bad = form.Emails.Where(e => e.IsBad).Select(e => EmailAddress.KeyOf(e.Address)).ToHashSet(StringComparer.Ordinal);
        foreach (var gone in known.Where(k => given.All(g => g.Key != k.EmailKey)))
        {
            await left.TakeOff(personId, gone.EmailKey, ct);
            db.Remove(gone);
            fields.Add("email");
        }
        foreach (var (email, position) in given.DistinctBy(e => e.Key, StringComparer.Ordinal).Select((e, i) => (e, i)))
        {
            var row = known.Find(k => k.EmailKey == email.Key);
            if (row is null) db.Add(row = PersonEmail.Of(personId, email, position, await suppressions.Contains(SuppressedChannel.Mail, email.Key, ct)));
            (row.Address, row.Position, row.IsBad) = (email.Address, position, bad.Contains(email.Key));
            if (!row.IsBad) row.BadReason = null;
            if (db.Entry(row).State is EntityState.Added or EntityState.Modified) fields.Add("email");
        }
    }

    private async Task Phones(long personId, PersonForm form, IReadOnlyList<PhoneNumber> given, HashSet<string> fields, CancellationToken ct)
    {
        var known = await db.PersonPhones.Where(e => e.PersonId == personId).ToListAsync(ct);
        var parsed = form.Phones.Where(p => !string.IsNullOrWhiteSpace(p.Number)).Select(p => p.IsBad).ToList();
        foreach (var gone in known.Where(k => given.All(g => g.Key != k.PhoneKey)))
        {
            if (await AskedForNoTexts(personId, gone.PhoneKey, ct)) await suppressions.Add(SuppressedChannel.Text, gone.PhoneKey, Suppressions.Stopped, ct);
            db.Remove(gone);
            fields.Add("phone");
        }
        foreach (var (phone, position) in given.DistinctBy(e => e.Key, StringComparer.Ordinal).Select((e, i) => (e, i)))
        {
            var row = known.Find(k => k.PhoneKey == phone.Key);
            if (row is null) db.Add(row = PersonPhone.Of(personId, phone, position));
            (row.Position, row.IsBad) = (position, parsed.ElementAtOrDefault(given.ToList().FindIndex(g => g.Key == phone.Key)));
            if (!row.IsBad) row.BadReason = null;
            if (db.Entry(row).State is EntityState.Added or EntityState.Modified) fields.Add("phone");
        }
    }

    /// <summary>Whether they want no texts on a telephone where nobody else has asked for some since, by a keyword or of the team.</summary>
    private async Task<bool> AskedForNoTexts(long personId, string phoneKey, CancellationToken ct)
    {
        var said = await db.ConsentEntries.AsNoTracking().Where(e => e.PersonId == personId && e.Purpose == Purpose.Sms).OrderBy(e => e.At).ThenBy(e => e.Id).ToListAsync(ct);
        if (ConsentLedger.NoSince(said) is not { } at) return false;
        var others = db.PersonPhones.Where(p => p.PhoneKey == phoneKey && p.PersonId != personId).Select(p => p.PersonId);
        return !await db.ConsentEntries.AnyAsync(e => e.Purpose == Purpose.Sms && e.IsGiven && e.At > at && others.Contains(e.PersonId) && (e.Source == ConsentLedger.Team || e.Source.StartsWith("keyword:")), ct);
    }

    private async Task Addresses(long personId, IReadOnlyList<AddressInput> given, HashSet<string> fields, CancellationToken ct)
    {
        var known = await db.PersonAddresses.Where(a => a.PersonId == personId).OrderBy(a => a.Position).ToListAsync(ct);
        for (var i = 0; i < Math.Max(known.Count, given.Count); i++)
        {
            var kind = EnumText<AddressKind>.Of(i < given.Count ? given[i].Kind : known[i].Kind);
            if (i >= given.Count)
            {
                db.Remove(known[i]);
                fields.Add("address:" + kind);
                continue;
            }
            var row = i < known.Count ? known[i] : new PersonAddress { PersonId = personId };
            if (i >= known.Count) db.Add(row);
            (row.Kind, row.Position) = (given[i].Kind, i);
            given[i].CopyTo(row);
            if (db.Entry(row).State is EntityState.Added or EntityState.Modified) fields.Add("address:" + kind);
        }
    }
}
