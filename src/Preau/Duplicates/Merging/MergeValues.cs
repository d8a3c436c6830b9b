using Preau.People;
using Preau.People.Merging;
using Preau.Shared;

namespace Preau.Duplicates;

/// <summary>The values of the record that stays, as chosen, each with where it came from.</summary>
internal sealed class MergeValues(Database db, RowStore store, LoggedRows rows, IEnumerable<IPersonPart> parts)
{
    public async Task Run(TwoRecords pair, IReadOnlyDictionary<string, Side> choices, DateTimeOffset now, CancellationToken ct)
    {
        var taken = pair.Fields.Where(f => f.Chosen(choices) == Side.Gone && !f.IsSame).ToList();
        await Person(pair, taken, now, ct);
        await Own(pair, taken, ct);
        await Links(pair, ct);
        await Provenance(pair, taken, ct);
    }

    public static bool IsOlder(PersonRow one, PersonRow other) => TwoRecords.At(one["created_at"]) < TwoRecords.At(other["created_at"]);

    private async Task Person(TwoRecords pair, List<MergeField> taken, DateTimeOffset now, CancellationToken ct)
    {
        var (kept, gone) = (pair.Kept, pair.Gone);
        var changes = taken.Where(f => kept.Values.ContainsKey(f.Field)).ToDictionary(f => f.Field, f => f.Gone, StringComparer.Ordinal);
        var after = kept.With(changes);
        (changes["name_key"], changes["given_key"]) = (NameKey.Of(after.Text("last_name"), after.Text("first_name")), NameKey.Of(after.Text("first_name"), after.Text("last_name")));
        changes["is_roll_only"] = kept.Is("is_roll_only") && gone.Is("is_roll_only");
        changes["changed_at"] = Utc.ToStore(now);
        // They are known since the first of both came.
        if (IsOlder(gone, kept)) (changes["created_at"], changes["source"]) = (gone["created_at"], gone["source"]);
        await rows.Change(kept, changes, ct);
    }

    private async Task Own(TwoRecords pair, List<MergeField> taken, CancellationToken ct)
    {
        foreach (var value in pair.Values.Where(v => v.Number("person_id") == pair.GoneId))
        {
            var field = value.Number("custom_field_id");
            var same = pair.Values.FirstOrDefault(v => v.Number("person_id") == pair.KeptId && v.Number("custom_field_id") == field);
            if (same is not null && taken.All(t => t.Field != CustomField.Prefix + pair.Slugs.GetValueOrDefault(field, "")))
            {
                await rows.Remove(value, ct);
                continue;
            }

            if (same is not null) await rows.Remove(same, ct);
            await rows.Change(value, new(StringComparer.Ordinal) { ["person_id"] = pair.KeptId }, ct);
        }
    }

    /// <summary>Whoever names the record that goes in an own field names the one that stays; nobody is a value of themselves by that.</summary>
    private async Task Links(TwoRecords pair, CancellationToken ct)
    {
        foreach (var value in (await store.Of(PersonTable.Of<CustomValue>(db.Model, parts), [pair.GoneId], ct)).FindAll(v => v.Number("linked_person_id") == pair.GoneId))
        {
            if (value.Number("person_id") == pair.KeptId) await rows.Remove(value, ct);
            else await rows.Change(value, new(StringComparer.Ordinal) { ["linked_person_id"] = pair.KeptId }, ct);
        }
    }

    private async Task Provenance(TwoRecords pair, List<MergeField> taken, CancellationToken ct)
    {
        var table = PersonTable.Of<Provenance>(db.Model, parts);
        var kept = pair.Provenance.Where(p => p.Number("person_id") == pair.KeptId).ToDictionary(p => p.Text("field"), StringComparer.Ordinal);
        foreach (var row in pair.Provenance.Where(p => p.Number("person_id") == pair.GoneId)) await rows.Remove(row, ct);
        foreach (var field in taken) await Put(field.Field, field.GoneOrigin);
        // Of mails and telephones there are several, and one line: the later one.
        foreach (var row in pair.Provenance.Where(p => p.Number("person_id") == pair.GoneId && p.Text("field") is "email" or "phone"))
        {
            var origin = new Origin(row.Text("source"), TwoRecords.At(row["at"]), IsOwn: true);
            if (!kept.TryGetValue(row.Text("field"), out var known) || TwoRecords.At(known["at"]) < origin.At) await Put(row.Text("field"), origin);
        }

        async Task Put(string field, Origin origin)
        {
            var values = new Dictionary<string, object?>(StringComparer.Ordinal) { ["source"] = origin.Source, ["at"] = Utc.ToStore(origin.At) };
            if (await store.Find(table, new Dictionary<string, object?>(StringComparer.Ordinal) { ["person_id"] = pair.KeptId, ["field"] = field }, ct) is { } known) await rows.Change(known, values, ct);
            else await rows.Add(new PersonRow(table, new(values, StringComparer.Ordinal) { ["person_id"] = pair.KeptId, ["field"] = field }), ct);
        }
    }
}
