using Microsoft.EntityFrameworkCore;
using Preau.Capital;
using Preau.Electors.Roll;
using Preau.Electors.Votes;
using Preau.Imports.Named;
using Preau.People;
using Preau.Shared;

namespace Preau.Imports.Batches;

/// <summary>Writes a batch in sets, in the transaction that is open: COPY or a prepared insert for what is new, one statement a table for what is another now.</summary>
internal sealed class WriteBatch(Database db, Import import, DateTimeOffset now, Batch batch)
{
    private IReadOnlyDictionary<long, long> tags = new Dictionary<long, long>();

    /// <returns>Everybody whom the batch created or changed.</returns>
    public async Task<List<long>> Run((string Language, string Text) wording, Func<ReadRow, string, object?[], string> say, CancellationToken ct)
    {
        tags = await batch.TagNames.Make(db, batch.Tags.Select(t => t.Tag), ct);
        await Create(ct);
        await Contacts(ct);
        await Own(ct);
        await Openings(ct);
        await new WriteMemberships(db, import, now, batch).Run(ct);
        await Ledger(wording, ct);
        await Update(ct);
        if (batch.Roll is { } roll) await new WriteRoll(db, import, roll).Run(ct);
        if (batch.Votes is { } votes) await new WriteVotes(db, import, votes).Run(ct);
        await db.WriteSupport([.. batch.Created.Where(p => p.SupportLevel is not null).Concat(batch.Changed.Where(p => p.Fields.Contains(SupportHistory.Field, StringComparer.Ordinal))).Select(p => (p.Id, p.SupportLevel, import.Source))], import.AccountId, now, ct);
        await Remember(ct);
        await Name(ct);
        await Refuse(say, ct);
        return [.. batch.Created.Concat(batch.Changed).Select(p => p.Id)];
    }

    private async Task Create(CancellationToken ct)
    {
        if (batch.Created.Count == 0) return;
        var id = db.Ids.Reserve("person", batch.Created.Count);
        foreach (var person in batch.Created) person.Id = id++;
        await using var people = await db.Bulk("person", ["id", "first_name", "last_name", "name_key", "given_key", "sex", "born_on", "language", "support_level", "priority", "employer", "occupation", "source", "is_roll_only", "created_at", "changed_at"], ct);
        foreach (var p in batch.Created)
        {
            var (byLast, byFirst) = NameKey.Both(p.LastName, p.FirstName);
            people.Row(p.Id, p.FirstName, p.LastName, byLast, byFirst, p.Sex is { } sex ? EnumText<Sex>.Of(sex) : null, p.BornOn, p.Language, p.SupportLevel, p.Priority, p.Employer, p.Occupation, import.Source, p.IsRollOnly, now, now);
        }

        await people.Done(ct);
    }

    private async Task Contacts(CancellationToken ct)
    {
        if (batch.Emails.Count > 0)
        {
            var id = db.Ids.Reserve("person_email", batch.Emails.Count);
            await using var emails = await db.Bulk("person_email", ["id", "person_id", "address", "email_key", "position", "is_bad", "is_shut"], ct);
            foreach (var (person, email, position, isBad, isShut) in batch.Emails)
            {
                person.NoteAdded("person_email", id, email.Address);
                emails.Row(id++, person.Id, email.Address, email.Key, position, isBad, isShut);
            }

            await emails.Done(ct);
        }

        if (batch.Phones.Count > 0)
        {
            var id = db.Ids.Reserve("person_phone", batch.Phones.Count);
            await using var phones = await db.Bulk("person_phone", ["id", "person_id", "number", "phone_key", "kind", "position", "is_bad"], ct);
            foreach (var (person, phone, position, isBad) in batch.Phones)
            {
                person.NoteAdded("person_phone", id, phone.Number);
                phones.Row(id++, person.Id, phone.Number, phone.Key, EnumText<PhoneKind>.Of(phone.Kind), position, isBad);
            }

            await phones.Done(ct);
        }

        var added = batch.Addresses.FindAll(a => a.Address.IsNew);
        if (added.Count > 0)
        {
            var id = db.Ids.Reserve("person_address", added.Count);
            await using var addresses = await db.Bulk("person_address", ["id", "person_id", "kind", "line1", "line2", "postcode", "city", "city_key", "region", "country", "position"], ct);
            foreach (var (person, draft) in added)
            {
                var a = draft.Address;
                if (person.IsNoted) person.NoteAdded("person_address", id, AddressDraft.Text(a));
                addresses.Row(id++, person.Id, EnumText<AddressKind>.Of(a.Kind), a.Line1, a.Line2, a.Postcode, a.City, a.CityKey, a.Region, a.Country, a.Position);
            }

            await addresses.Done(ct);
        }

        if (batch.Numbers.Count == 0) return;
        await using var numbers = await db.Bulk("person_external_id", ["source", "value", "person_id"], ct);
        foreach (var (person, source, value) in batch.Numbers) numbers.Row(source, value, person.Id);
        await numbers.Done(ct);
    }

    private async Task Own(CancellationToken ct)
    {
        if (batch.Tags.Count > 0)
        {
            await using var rows = await db.Bulk("person_tag", ["tag_id", "person_id", "added_at"], ct);
            foreach (var (person, tag) in batch.Tags)
            {
                person.NoteAdded("person_tag", tags[tag.Id], null);
                rows.Row(tags[tag.Id], person.Id, now);
            }

            await rows.Done(ct);
        }

        if (batch.Created.Exists(p => p.Values.Count > 0))
        {
            await using var rows = await db.Bulk("custom_value", CustomValue.Columns, ct);
            foreach (var person in batch.Created)
            {
                foreach (var (field, value) in person.Values) rows.Row(value.Cells(person.Id, field));
            }

            await rows.Done(ct);
        }

        await db.Put("PutValues", batch.NewValues.Select(v => new { PersonId = v.Key.Person.Id, CustomFieldId = v.Key.FieldId, v.Value.TextValue, v.Value.TextKey, v.Value.NumberValue, v.Value.DateValue, v.Value.BooleanValue, v.Value.LongKey, v.Value.WholeValue, v.Value.LinkedPersonId }), now, ct);

        if (batch.Notes.Count == 0) return;
        var id = db.Ids.Reserve("note", batch.Notes.Count);
        await using var notes = await db.Bulk("note", ["id", "person_id", "author_id", "text", "at"], ct);
        foreach (var (person, text) in batch.Notes)
        {
            person.NoteAdded("note", id, text);
            notes.Row(id++, person.Id, import.AccountId, text, now);
        }

        await notes.Done(ct);
    }

    private async Task Openings(CancellationToken ct)
    {
        var lines = batch.Openings.SelectMany(o => o.From.To(o.To, o.Person.Id).Select(line => (o.Person, Line: line))).ToList();
        var id = await db.WriteCapital([.. lines.Select(l => l.Line)], import.Source, now, import.AccountId, ct);
        foreach (var (person, _) in lines) person.NoteAdded("capital_entry", id++, null);
    }

    /// <summary>Lines of the ledger are appended, and what it says today is written anew.</summary>
    private async Task Ledger((string Language, string Text) wording, CancellationToken ct)
    {
        if (batch.Consents.Count == 0) return;
        var versions = new Dictionary<Purpose, string>();
        foreach (var purpose in batch.Consents.Where(c => c.IsGiven).Select(c => c.Purpose).Distinct())
        {
            var version = versions[purpose] = ConsentLedger.VersionOf(purpose, wording.Language, wording.Text);
            if (!await db.ConsentWordings.AnyAsync(w => w.Version == version, ct)) db.Add(new ConsentWording { Version = version, Purpose = purpose, Language = wording.Language, Text = wording.Text, FirstUsedAt = now });
        }

        await db.SaveChangesAsync(ct);
        await new AppendConsent(db, import.Source, now).Run([.. batch.Consents.Select(c => (c.Person.Id, c.Purpose, c.IsGiven, c.IsGiven ? versions[c.Purpose] : ""))], ct);
    }

    private async Task Update(CancellationToken ct)
    {
        await db.Put("UpdatePeople", batch.Changed.Where(p => p.HasNewValues || p.Fields.Count > 0).Select(p => new
        {
            p.Id, p.FirstName, p.LastName, NameKey = NameKey.Of(p.LastName, p.FirstName), GivenKey = NameKey.Of(p.FirstName, p.LastName), Sex = p.Sex is { } sex ? EnumText<Sex>.Of(sex) : null,
            p.BornOn, p.Language, p.SupportLevel, p.Priority, p.Employer, p.Occupation, p.IsRollOnly,
        }), now, ct);
        await db.Put("UpdateAddresses", batch.Addresses.Where(a => !a.Address.IsNew && a.Address.HasNewValues).Select(a => a.Address.Address).DistinctBy(a => a.Id)
            .Select(a => new { a.Id, a.Line1, a.Line2, a.Postcode, a.City, a.CityKey, a.CityCode, a.Region, a.Country }), now, ct);
    }

    /// <summary>Where the values come from, and what an undo needs. All that is new of a new person comes from this file: one row says so.</summary>
    private async Task Remember(CancellationToken ct)
    {
        if (batch.Created.Count > 0)
        {
            await using var rows = await db.Bulk("provenance", ["person_id", "field", "source", "at"], ct);
            foreach (var person in batch.Created) rows.Row(person.Id, Provenance.Everything, import.Source, now);
            await rows.Done(ct);
        }

        await db.Put("PutProvenance", batch.Changed.SelectMany(p => p.Fields.Select(f => new { PersonId = p.Id, Field = f })), now, ct, import.Source);
        var noted = batch.Changed.Where(p => p.Touches.Count > 0).ToList();
        if (noted.Count == 0) return;
        await using var touches = await db.Bulk("import_touch", ["import_id", "person_id", "line", "touches"], ct);
        foreach (var person in noted) touches.Row(import.Id, person.Id, person.Line, Touch.Write(person.Touches));
        await touches.Done(ct);
    }

    private async Task Name(CancellationToken ct)
    {
        if (batch.Named.Count == 0) return;
        await using var rows = await db.Bulk("import_naming", ["import_id", "line", "named_as", "person_id", "number", "said", "state"], ct);
        foreach (var (person, line, said) in batch.Named) rows.Row(import.Id, line, EnumText<NamedAs>.Of(said.As), person.Id, said.Number, said.Text, EnumText<NamingState>.Of(NamingState.Waiting));
        await rows.Done(ct);
    }

    private async Task Refuse(Func<ReadRow, string, object?[], string> say, CancellationToken ct)
    {
        if (batch.Refused.Count == 0) return;
        var id = db.Ids.Reserve("import_refusal", batch.Refused.Count);
        await using var rows = await db.Bulk("import_refusal", ["id", "import_id", "line", "reason", "row_text"], ct);
        foreach (var (row, reason, about) in batch.Refused) rows.Row(id++, import.Id, row.Line, say(row, reason, about), row.Raw);
        await rows.Done(ct);
    }
}
