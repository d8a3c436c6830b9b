using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Nations;
using Preau.People;
using Preau.Shared;

namespace Preau.Demo;

/// <summary>Writes the made-up electorate into the store: the roll with what a roll tells, and what the campaign learned of those who came.</summary>
public sealed class DemoCrowd(Database db, CurrentNation nation, TimeProvider clock) : IDemoSeed
{
    private static readonly string[] RollFields = ["last_name", "first_name", "born_on", "sex", "address:registered"];

    private readonly List<Line> lines = [];

    /// <summary>A person with the number that they got.</summary>
    private sealed record Line(long Id, DemoElector Elector, DemoContact? Contact, DemoAnswer? Answer, DateTimeOffset CreatedAt);

    public string Name => "people";
    public int Order => 20;

    public async Task Run(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var people = DemoPeople.Make(now);
        var rollAt = now.AddDays(-DemoPeople.Days);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        Number(people, rollAt);
        await WritePeople(ct);
        await WriteWays(ct);
        await WriteQuarters(ct);
        var roll = new DemoElectors(db, nation.Facts.DayOf(rollAt));
        await roll.Write([.. lines.Where(l => l.Elector.Number > 0).Select(l => (l.Id, l.Elector))], ct);
        await roll.WriteBallots([.. lines.Where(l => l.Elector.Number > 0 && l.Contact is not null).Take(900).Select(l => (l.Id, l.Elector))], ct);
        await WriteProvenance(rollAt, ct);
        await WriteTags(ct);
        await WriteConsents(ct);
        await WriteNotes(ct);
        foreach (var some in lines.Chunk(5000)) db.Trail.Record("person.created", [.. some.Select(l => l.Id)], "demo");
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        await db.Learn("person, person_email, person_phone, person_address, person_tag, consent_entry, consent_state, registration", ct);
    }

    private void Number(DemoPeople people, DateTimeOffset rollAt)
    {
        var contacts = people.Contacts.Where(c => c.IsElector).ToDictionary(c => c.Person.Number);
        var answers = people.Answers.ToDictionary(a => a.Person.Number);
        var outside = people.Contacts.Where(c => !c.IsElector).ToList();
        var id = db.Ids.Reserve("person", people.Electors.Count + outside.Count);
        foreach (var elector in people.Electors)
        {
            var contact = contacts.GetValueOrDefault(elector.Number);
            lines.Add(new(id++, elector, contact, answers.GetValueOrDefault(elector.Number), contact?.CreatedAt ?? rollAt));
        }
        foreach (var contact in outside) lines.Add(new(id++, contact.Person, contact, null, contact.CreatedAt));
    }

    private async Task WritePeople(CancellationToken ct)
    {
        var volunteer = await db.Memberships.Where(m => m.Role == Role.Volunteer).Select(m => (long?)m.AccountId).FirstOrDefaultAsync(ct);
        var given = 0;
        await using var writer = await db.Bulk("person",
        [
            "id", "first_name", "last_name", "name_key", "given_key", "sex", "born_on", "language", "support_level", "occupation", "source", "is_roll_only", "assignee_id", "created_at", "changed_at",
        ], ct);
        foreach (var (id, elector, contact, answer, createdAt) in lines)
        {
            // The volunteer looks after those who live by the station.
            var isGiven = volunteer is not null && contact is not null && elector.Quarter == "Gare" && given++ < 40;
            var (byLast, byFirst) = NameKey.Both(elector.LastName, elector.FirstName);
            writer.Row(id, elector.FirstName, elector.LastName, byLast, byFirst,
                elector.Sex == 'F' ? "female" : "male", elector.BornOn, contact?.Language, contact?.SupportLevel ?? answer?.SupportLevel, contact?.Occupation,
                contact?.Source ?? "roll", contact is null, isGiven ? volunteer : null, createdAt, answer?.At ?? createdAt);
        }
        await writer.Done(ct);
    }

    private async Task WriteWays(CancellationToken ct)
    {
        var contacts = lines.Where(l => l.Contact is not null).ToList();
        var id = db.Ids.Reserve("person_address", lines.Count);
        await using (var writer = await db.Bulk("person_address", ["id", "person_id", "kind", "line1", "line2", "postcode", "city", "city_key", "city_code", "country", "position"], ct))
        {
            foreach (var (person, elector, contact, _, _) in lines)
            {
                writer.Row(id++, person, contact is { IsElector: false } ? "home" : "registered", elector.Line1, elector.Line2 ?? "", elector.Postcode, elector.City, NameKey.Of(elector.City),
                    elector.City == DemoPlace.City ? elector.CityCode : null, nation.Facts.Country, 0);
            }
            await writer.Done(ct);
        }
        id = db.Ids.Reserve("person_email", contacts.Count);
        await using (var writer = await db.Bulk("person_email", ["id", "person_id", "address", "email_key", "position", "is_bad"], ct))
        {
            foreach (var line in contacts) writer.Row(id++, line.Id, line.Contact!.Email, line.Contact.Email, 0, false);
            await writer.Done(ct);
        }
        id = db.Ids.Reserve("person_phone", contacts.Count * 2);
        await using var phones = await db.Bulk("person_phone", ["id", "person_id", "number", "phone_key", "kind", "position", "is_bad"], ct);
        foreach (var line in contacts)
        {
            if (line.Contact!.Mobile is { } mobile) phones.Row(id++, line.Id, mobile, mobile, "mobile", 0, false);
            if (line.Contact.Landline is { } landline) phones.Row(id++, line.Id, landline, landline, "landline", 1, false);
        }
        await phones.Done(ct);
    }

    /// <summary>The quarter is a field of the campaign's own: Préau does not ask every nation for it.</summary>
    private async Task WriteQuarters(CancellationToken ct)
    {
        var quarter = new CustomField { Slug = "quartier", Name = "Quartier", Kind = FieldKind.Choice, Choices = string.Join('\n', DemoPlace.Quarters.Select(q => q.Name)), Position = 0 };
        db.Add(quarter);
        await db.SaveChangesAsync(ct);
        await using var writer = await db.Bulk("custom_value", ["person_id", "custom_field_id", "text_value", "text_key"], ct);
        foreach (var (person, elector, _, _, _) in lines.Where(l => l.Elector.Number > 0))
        {
            writer.Row(person, quarter.Id, elector.Quarter, NameKey.Of(elector.Quarter));
        }
        await writer.Done(ct);
    }

    private async Task WriteProvenance(DateTimeOffset rollAt, CancellationToken ct)
    {
        await using var writer = await db.Bulk("provenance", ["person_id", "field", "source", "at"], ct);
        foreach (var (person, elector, contact, answer, _) in lines)
        {
            var fromRoll = elector.Number > 0;
            foreach (var field in RollFields) writer.Row(person, fromRoll ? field : field.Replace("registered", "home", StringComparison.Ordinal), fromRoll ? "roll" : contact!.Source, fromRoll ? rollAt : contact!.CreatedAt);
            if (contact is not null) writer.Row(person, "email", contact.Source, contact.CreatedAt);
            if (contact is { Mobile: not null } or { Landline: not null }) writer.Row(person, "phone", contact.Source, contact.CreatedAt);
            if (contact?.SupportLevel is not null) writer.Row(person, "support_level", contact.Source, contact.CreatedAt);
            if (answer is not null) writer.Row(person, "support_level", "door", answer.At);
        }
        await writer.Done(ct);
    }

    private async Task WriteTags(CancellationToken ct)
    {
        var tags = DemoWords.Tags.Select(t => new Tag { Name = t.Name, NameKey = NameKey.Of(t.Name) }).ToDictionary(t => t.Name, StringComparer.Ordinal);
        db.AddRange(tags.Values);
        await db.SaveChangesAsync(ct);
        await using var writer = await db.Bulk("person_tag", ["tag_id", "person_id", "added_at"], ct);
        foreach (var line in lines)
        {
            foreach (var tag in line.Contact?.Tags ?? []) writer.Row(tags[tag].Id, line.Id, line.CreatedAt);
        }
        await writer.Done(ct);
    }

    private async Task WriteConsents(CancellationToken ct)
    {
        var texts = Enum.GetValues<Purpose>().ToDictionary(p => p, p => new PersonWords(new Words(nation.Facts.Language)).Question(p));
        foreach (var (purpose, text) in texts)
            db.Add(new ConsentWording { Version = ConsentLedger.VersionOf(purpose, nation.Facts.Language, text), Purpose = purpose, Language = nation.Facts.Language, Text = text, FirstUsedAt = clock.GetUtcNow().AddDays(-DemoPeople.Days) });
        await db.SaveChangesAsync(ct);
        var given = lines.Where(l => l.Contact is not null).SelectMany(l => l.Contact!.Consents.Select(c => (Person: l.Id, Consent: c))).ToList();
        var id = db.Ids.Reserve("consent_entry", given.Count);
        await using (var writer = await db.Bulk("consent_entry", ["id", "person_id", "purpose", "is_given", "wording", "source", "at"], ct))
        {
            foreach (var (person, consent) in given)
            {
                var purpose = EnumText<Purpose>.Parse(consent.Purpose);
                writer.Row(id++, person, consent.Purpose, consent.IsGiven, consent.IsGiven ? ConsentLedger.VersionOf(purpose, nation.Facts.Language, texts[purpose]) : "", consent.Source, consent.At);
            }
            await writer.Done(ct);
        }
        await using var states = await db.Bulk("consent_state", ["person_id", "purpose", "is_given", "at"], ct);
        foreach (var last in given.GroupBy(g => (g.Person, g.Consent.Purpose)).Select(g => g.Last())) states.Row(last.Person, last.Consent.Purpose, last.Consent.IsGiven, last.Consent.At);
        await states.Done(ct);
    }

    private async Task WriteNotes(CancellationToken ct)
    {
        var authors = await db.Memberships.Where(m => m.Role == Role.Owner || m.Role == Role.Staff).OrderBy(m => m.AccountId).Select(m => m.AccountId).ToListAsync(ct);
        var noted = lines.Where(l => l.Contact?.Note is not null).ToList();
        var id = db.Ids.Reserve("note", noted.Count);
        await using var writer = await db.Bulk("note", ["id", "person_id", "author_id", "text", "at"], ct);
        foreach (var line in noted) writer.Row(id, line.Id, authors.Count == 0 ? null : authors[(int)(id++ % authors.Count)], line.Contact!.Note, line.CreatedAt.AddMinutes(20));
        await writer.Done(ct);
    }
}
