using Microsoft.EntityFrameworkCore;
using Preau.People.Merging;
using Preau.Shared;

namespace Preau.People;

/// <summary>What People itself keeps of a person: the ways to reach them, tags, own fields, consents, notes, and where it all came from.</summary>
public sealed class PeoplePart(Database db, PersonWords names, NamedFields fields, SourceWords sources, Words words) : IPersonPart
{
    public string Name => "person";

    public IReadOnlyCollection<Type> Entities { get; } =
    [
        typeof(PersonEmail), typeof(PersonPhone), typeof(PersonAddress), typeof(PersonExternalId), typeof(PersonTag),
        typeof(CustomValue), typeof(ConsentEntry), typeof(ConsentState), typeof(Note), typeof(Provenance), typeof(MergedPerson), typeof(SupportChange),
    ];

    public MergeRule RuleOf(Type entity) => entity == typeof(CustomValue) || entity == typeof(ConsentState) || entity == typeof(Provenance) ? MergeRule.Decide : MergeRule.Move;

    public IReadOnlyList<string> SameBy(Type entity) =>
        entity == typeof(PersonEmail) ? [nameof(PersonEmail.EmailKey)]
        : entity == typeof(PersonPhone) ? [nameof(PersonPhone.PhoneKey)]
        : entity == typeof(PersonAddress) ? [nameof(PersonAddress.Kind), nameof(PersonAddress.Line1), nameof(PersonAddress.Line2), nameof(PersonAddress.Postcode), nameof(PersonAddress.CityKey)]
        : [];

    // That an address bounced is known of the address, whoever has it.
    public bool Prefers(PersonRow kept, PersonRow gone) => kept.Values.ContainsKey("is_bad") && gone.Is("is_bad") && !kept.Is("is_bad");

    public async Task<IReadOnlyList<TimelineEntry>> Timeline(long personId, TimelineAsk ask, CancellationToken ct)
    {
        var entries = new List<TimelineEntry>();
        if (ask.Wants(TimelineKind.Note)) entries.AddRange(await Notes(personId, ask, ct));
        if (ask.Wants(TimelineKind.Consent)) entries.AddRange(await Consents(personId, ask, ct));
        if (!ask.Wants(TimelineKind.Record)) return entries;
        entries.AddRange(await Tags(personId, ask, ct));
        entries.AddRange(await Edits(personId, ask, ct));
        return entries;
    }

    public async Task<object?> Export(long personId, CancellationToken ct) => await PersonExport.Of(db, personId, ct);

    /// <summary>They have such a value, or are one of somebody.</summary>
    public async Task<bool> Tells(long personId, IReadOnlyList<CustomField> fields, CancellationToken ct)
    {
        long[] ids = [.. fields.Select(f => f.Id)];
        return await db.CustomValues.AnyAsync(v => (v.PersonId == personId || v.LinkedPersonId == personId) && EF.Parameter(ids).Contains(v.CustomFieldId), ct);
    }

    public async Task Erase(long personId, CancellationToken ct)
    {
        await db.SupportChanges.Where(r => r.PersonId == personId).ExecuteDeleteAsync(ct);
        await db.MergedPeople.Where(r => r.PersonId == personId).ExecuteDeleteAsync(ct);
        await db.PersonTags.Where(r => r.PersonId == personId).ExecuteDeleteAsync(ct);
        await Unlink(personId, ct);
        await db.CustomValues.Where(r => r.PersonId == personId).ExecuteDeleteAsync(ct);
        await db.ConsentStates.Where(r => r.PersonId == personId).ExecuteDeleteAsync(ct);
        await db.ConsentEntries.Where(r => r.PersonId == personId).ExecuteDeleteAsync(ct);
        await db.Notes.Where(r => r.PersonId == personId).ExecuteDeleteAsync(ct);
        await db.Provenances.Where(r => r.PersonId == personId).ExecuteDeleteAsync(ct);
        await db.PersonExternalIds.Where(r => r.PersonId == personId).ExecuteDeleteAsync(ct);
        await db.PersonAddresses.Where(r => r.PersonId == personId).ExecuteDeleteAsync(ct);
        await db.PersonPhones.Where(r => r.PersonId == personId).ExecuteDeleteAsync(ct);
        await db.PersonEmails.Where(r => r.PersonId == personId).ExecuteDeleteAsync(ct);
    }

    // Whoever named them in an own field names nobody there any more.
    private async Task Unlink(long personId, CancellationToken ct)
    {
        var links = await db.CustomValues.Where(v => v.LinkedPersonId == personId && v.PersonId != personId).Join(db.CustomFields, v => v.CustomFieldId, f => f.Id, (v, f) => new { v.PersonId, f.Id, f.Slug }).ToListAsync(ct);
        if (links.Count == 0) return;
        await db.CustomValues.Where(v => v.LinkedPersonId == personId).ExecuteDeleteAsync(ct);
        foreach (var field in links.GroupBy(l => CustomField.Prefix + l.Slug, l => l.PersonId, StringComparer.Ordinal))
        {
            var (name, people) = (field.Key, field.ToArray());
            await db.Provenances.Where(p => people.Contains(p.PersonId) && p.Field == name).ExecuteDeleteAsync(ct);
        }

        db.Trail.Record("custom_value.deleted", [.. links.Select(l => l.PersonId).Distinct()]);
        await db.SaveChangesAsync(ct);
    }

    private async Task<IEnumerable<TimelineEntry>> Notes(long personId, TimelineAsk ask, CancellationToken ct)
    {
        var notes = await db.Notes.Where(n => n.PersonId == personId && (ask.Until == null || n.At <= ask.Until))
            .OrderByDescending(n => n.At).ThenByDescending(n => n.Id).Take(ask.Count)
            .Select(n => new { n.Id, n.At, n.Text, Author = db.Accounts.Where(a => a.Id == n.AuthorId).Select(a => a.Name).FirstOrDefault() }).ToListAsync(ct);
        return notes.Select(n => new TimelineEntry(n.At, $"note:{n.Id:D12}", TimelineKind.Note, words["Note"], n.Text, By: n.Author));
    }

    private async Task<IEnumerable<TimelineEntry>> Consents(long personId, TimelineAsk ask, CancellationToken ct)
    {
        var lines = await db.ConsentEntries.Where(c => c.PersonId == personId && (ask.Until == null || c.At <= ask.Until))
            .OrderByDescending(c => c.At).ThenByDescending(c => c.Id).Take(ask.Count)
            .Select(c => new { c.Id, c.At, c.Purpose, c.IsGiven, c.Source, Wording = db.ConsentWordings.Where(w => w.Version == c.Wording).Select(w => w.Text).FirstOrDefault() })
            .ToListAsync(ct);
        var said = new List<TimelineEntry>();
        foreach (var c in lines)
        {
            said.Add(new TimelineEntry(c.At, $"consent:{c.Id:D12}", TimelineKind.Consent,
                c.IsGiven ? words["Agreed: {0}", names.Of(c.Purpose)] : words["Withdrew: {0}", names.Of(c.Purpose)], c.Wording, SourceWords.Link(c.Source), await sources.Of(c.Source, ct)));
        }

        return said;
    }

    private async Task<IEnumerable<TimelineEntry>> Tags(long personId, TimelineAsk ask, CancellationToken ct)
    {
        var tags = await db.PersonTags.Where(t => t.PersonId == personId && (ask.Until == null || t.AddedAt <= ask.Until))
            .OrderByDescending(t => t.AddedAt).ThenByDescending(t => t.TagId).Take(ask.Count)
            .Join(db.Tags, p => p.TagId, t => t.Id, (p, t) => new { t.Id, t.Name, p.AddedAt }).ToListAsync(ct);
        return tags.Select(t => new TimelineEntry(t.AddedAt, $"tag:{t.Id:D12}", TimelineKind.Record, words["Tagged “{0}”", t.Name], Link: $"/people?tag={t.Id}"));
    }

    private async Task<IEnumerable<TimelineEntry>> Edits(long personId, TimelineAsk ask, CancellationToken ct)
    {
        var created = await db.People.Where(p => p.Id == personId && (ask.Until == null || p.CreatedAt <= ask.Until)).Select(p => new { p.CreatedAt, p.Source }).SingleOrDefaultAsync(ct);
        long?[] numbers = [personId, .. await db.MergedPeople.Where(m => m.PersonId == personId).Select(m => (long?)m.Id).ToListAsync(ct)];
        var edits = await db.AuditEntries.Where(a => EF.Parameter(numbers).Contains(a.ConcernsId) && a.Action == "person.changed" && (ask.Until == null || a.At <= ask.Until))
            .OrderByDescending(a => a.At).ThenByDescending(a => a.Id).Take(ask.Count)
            .Select(a => new { a.Id, a.At, a.Details, By = db.Accounts.Where(b => b.Id == a.AccountId).Select(b => b.Name).FirstOrDefault() }).ToListAsync(ct);
        var entries = new List<TimelineEntry>();
        foreach (var edit in edits)
        {
            if (await fields.Said(edit.Details, ct) is { Length: > 0 } said) entries.Add(new(edit.At, $"edit:{edit.Id:D12}", TimelineKind.Record, words["Changed: {0}", said], By: edit.By));
        }

        // Before whatever else happened at that instant.
        return created is null ? entries : entries.Append(new TimelineEntry(created.CreatedAt, "0", TimelineKind.Record, words["Came to the campaign"], await sources.Of(created.Source, ct), SourceWords.Link(created.Source)));
    }
}
