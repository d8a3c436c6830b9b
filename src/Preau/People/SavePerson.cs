using Microsoft.EntityFrameworkCore;
using Preau.Shared;

namespace Preau.People;

/// <summary>What happens to a value that is there already.</summary>
public enum Overwrite
{
    /// <summary>Only what is empty is filled: for visitors, who may have typed somebody else's address.</summary>
    FillBlanks,

    /// <summary>What was said now replaces what was known: for staff and for files that are newer.</summary>
    Replace,
}

public sealed record SavedPerson(Person Person, bool IsNew);

/// <summary>Matches or creates a person and writes down where each value came from. The caller saves, with the facts that belong to it.</summary>
public sealed class SavePerson(Database db, MatchPerson match, TagPeople tags, Suppressions suppressions, TimeProvider clock)
{
    /// <param name="source">«page:12», «import:3», «panel»: becomes the person's source when new, and the provenance of each value.</param>
    public async Task<SavedPerson> Run(PersonInput input, string source, Overwrite overwrite, CancellationToken ct)
    {
        await match.Hold(input.Keys, ct);
        var found = await match.Run(input.Keys, ct);
        // With somebody's name and telephone a stranger would have what is written to them sent to an address of their own: it makes another record, and the two are shown as a pair.
        if (found is { By: MatchedBy.Phone } && IsOfSite(source) && input.Emails.Count > 0) found = null;
        var person = found is null ? null : await db.People.SingleAsync(p => p.Id == found.PersonId, ct);
        var saved = new SavedPerson(person ?? Create(source), person is null);
        await Apply(saved.Person, input, source, overwrite, ct);
        return saved;
    }

    /// <summary>Puts the values on a person that is known already.</summary>
    public async Task Apply(Person person, PersonInput input, string source, Overwrite overwrite, CancellationToken ct)
    {
        var writer = new ValueWriter(overwrite);
        person.FirstName = writer.Text("first_name", person.FirstName, input.FirstName);
        person.LastName = writer.Text("last_name", person.LastName, input.LastName);
        person.Sex = writer.Value("sex", person.Sex, input.Sex);
        person.BornOn = writer.Value("born_on", person.BornOn, input.BornOn);
        person.Language = writer.Optional("language", person.Language, input.Language);
        person.SupportLevel = writer.Value("support_level", person.SupportLevel, input.SupportLevel);
        person.Priority = writer.Value("priority", person.Priority, input.Priority);
        person.Employer = writer.Optional("employer", person.Employer, input.Employer);
        person.Occupation = writer.Optional("occupation", person.Occupation, input.Occupation);
        await AddEmails(person.Id, input.Emails, writer, ct);
        await AddPhones(person.Id, input.Phones, writer, ct);
        await AddAddresses(person.Id, input.Addresses, overwrite, writer, ct);
        await AddExternalIds(person.Id, input.ExternalIds, ct);
        foreach (var tag in input.Tags) await tags.Add(person.Id, tag, ct);
        // Whoever comes to us is more than a line of the roll. Who went comes back by what only they can do: a text from their number, or the button of a letter.
        if (writer.Changed.Contains("email") || writer.Changed.Contains("phone")) person.IsRollOnly = false;
        if (IsOfSite(source)) person.IsRollOnly = false;
        if (source.StartsWith("keyword:", StringComparison.Ordinal)) (person.IsRollOnly, person.ArchivedAt) = (false, null);
        if (writer.Changed.Count > 0) person.ChangedAt = clock.GetUtcNow();
        await Remember(person.Id, writer.Changed, source, ct);
    }

    /// <summary>Writes down where values came from; the latest source of each field is kept, and the audit trail names the fields.</summary>
    public async Task Remember(long personId, IReadOnlyCollection<string> fields, string source, CancellationToken ct)
    {
        if (fields.Count == 0) return;
        db.Trail.Name(personId, fields);
        var now = clock.GetUtcNow();
        var known = await db.Provenances.Where(p => p.PersonId == personId && fields.Contains(p.Field)).ToDictionaryAsync(p => p.Field, StringComparer.Ordinal, ct);
        foreach (var field in fields.Distinct(StringComparer.Ordinal))
        {
            if (known.TryGetValue(field, out var row)) (row.Source, row.At) = (source, now);
            else if (db.Provenances.Local.All(p => p.PersonId != personId || p.Field != field)) db.Add(new Provenance { PersonId = personId, Field = field, Source = source, At = now });
        }
    }

    private static bool IsOfSite(string source) => source == "page" || source.StartsWith("page:", StringComparison.Ordinal);

    private Person Create(string source)
    {
        var now = clock.GetUtcNow();
        var person = new Person { Source = source, CreatedAt = now, ChangedAt = now };
        db.Add(person);
        return person;
    }

    private async Task AddEmails(long personId, IReadOnlyList<EmailAddress> emails, ValueWriter writer, CancellationToken ct)
    {
        if (emails.Count == 0) return;
        var known = await db.PersonEmails.Where(e => e.PersonId == personId).Select(e => e.EmailKey).ToListAsync(ct);
        foreach (var email in emails.Where(e => !known.Contains(e.Key)).DistinctBy(e => e.Key, StringComparer.Ordinal))
        {
            db.Add(PersonEmail.Of(personId, email, known.Count, await suppressions.Contains(SuppressedChannel.Mail, email.Key, ct)));
            known.Add(email.Key);
            writer.Changed.Add("email");
        }
    }

    private async Task AddPhones(long personId, IReadOnlyList<PhoneNumber> phones, ValueWriter writer, CancellationToken ct)
    {
        if (phones.Count == 0) return;
        var known = await db.PersonPhones.Where(e => e.PersonId == personId).Select(e => e.PhoneKey).ToListAsync(ct);
        foreach (var phone in phones.Where(p => !known.Contains(p.Key)).DistinctBy(p => p.Key, StringComparer.Ordinal))
        {
            db.Add(PersonPhone.Of(personId, phone, known.Count));
            known.Add(phone.Key);
            writer.Changed.Add("phone");
        }
    }

    private async Task AddAddresses(long personId, IReadOnlyList<AddressInput> addresses, Overwrite overwrite, ValueWriter writer, CancellationToken ct)
    {
        if (addresses.Count == 0) return;
        var known = await db.PersonAddresses.Where(a => a.PersonId == personId).ToListAsync(ct);
        foreach (var input in addresses.Where(a => !a.IsEmpty))
        {
            var address = known.Find(a => a.Kind == input.Kind);
            if (address is not null && overwrite == Overwrite.FillBlanks && address.Line1.Length > 0) continue;
            if (address is null) known.Add(address = new PersonAddress { PersonId = personId, Kind = input.Kind, Position = known.Count });
            if (db.Entry(address).State == EntityState.Detached) db.Add(address);
            input.CopyTo(address);
            if (db.Entry(address).State is EntityState.Added or EntityState.Modified) writer.Changed.Add("address:" + EnumText<AddressKind>.Of(input.Kind));
        }
    }

    private async Task AddExternalIds(long personId, IReadOnlyList<(string Source, string Value)> ids, CancellationToken ct)
    {
        foreach (var (source, value) in ids)
        {
            if (!await db.PersonExternalIds.AnyAsync(e => e.Source == source && e.Value == value, ct))
                db.Add(new PersonExternalId { PersonId = personId, Source = source, Value = value });
        }
    }
}

/// <summary>Decides for each field whether the new value goes in, and notes which did.</summary>
internal sealed class ValueWriter(Overwrite overwrite)
{
    public HashSet<string> Changed { get; } = new(StringComparer.Ordinal);

    public string Text(string field, string old, string? given) => Optional(field, old, given) ?? "";

    public string? Optional(string field, string? old, string? given)
    {
        var value = given?.Trim() ?? "";
        if (value.Length == 0 || value == old || (!string.IsNullOrEmpty(old) && overwrite == Overwrite.FillBlanks)) return old;
        Changed.Add(field);
        return value;
    }

    public T? Value<T>(string field, T? old, T? given) where T : struct
    {
        if (given is null || given.Equals(old) || (old is not null && overwrite == Overwrite.FillBlanks)) return old;
        Changed.Add(field);
        return given;
    }
}
