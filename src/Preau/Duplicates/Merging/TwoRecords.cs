using Microsoft.EntityFrameworkCore;
using Preau.People;
using Preau.People.Merging;

namespace Preau.Duplicates;

/// <summary>Two records side by side, field by field, as they lie in the store.</summary>
public sealed class TwoRecords
{
    // What follows from others, or is settled by a rule, is nobody's choice.
    private static readonly HashSet<string> Settled = new(StringComparer.Ordinal) { "id", "name_key", "given_key", "source", "is_roll_only", "created_at", "changed_at", "archived_at" };

    // What people look at first; whatever else a record holds comes behind.
    private static readonly string[] LookedAtFirst = ["first_name", "last_name", "born_on", "sex", "language", "support_level", "occupation", "employer", "assignee_id"];

    public required PersonRow Kept { get; init; }
    public required PersonRow Gone { get; init; }
    public required IReadOnlyList<MergeField> Fields { get; init; }
    internal IReadOnlyList<PersonRow> Provenance { get; private init; } = [];
    internal IReadOnlyList<PersonRow> Values { get; private init; } = [];
    internal IReadOnlyList<PersonRow> Addresses { get; private init; } = [];
    internal IReadOnlyDictionary<long, string> Slugs { get; private init; } = new Dictionary<long, string>();

    public long KeptId => Kept.Number("id");
    public long GoneId => Gone.Number("id");

    public DateTimeOffset ChangedAt(long id) => id == KeptId ? At(Kept["changed_at"]) : At(Gone["changed_at"]);

    /// <summary>Null when one of them is not there.</summary>
    public static async Task<TwoRecords?> Load(Database db, IEnumerable<IPersonPart> parts, long keptId, long goneId, CancellationToken ct)
    {
        var (store, people) = (new RowStore(db), PersonTable.OfPeople(db.Model));
        if (await store.Find(people, new Dictionary<string, object?>(StringComparer.Ordinal) { ["id"] = keptId }, ct) is not { } kept || await store.Find(people, new Dictionary<string, object?>(StringComparer.Ordinal) { ["id"] = goneId }, ct) is not { } gone) return null;
        long[] both = [keptId, goneId];
        var provenance = await store.Of(PersonTable.Of<Provenance>(db.Model, parts), both, ct);
        // Rows of others that name one of the two are the merge's business, not theirs.
        var values = (await store.Of(PersonTable.Of<CustomValue>(db.Model, parts), both, ct)).FindAll(v => both.Contains(v.Number("person_id")));
        var addresses = await store.Of(PersonTable.Of<PersonAddress>(db.Model, parts), both, ct);
        var slugs = await db.CustomFields.AsNoTracking().ToDictionaryAsync(f => f.Id, f => f.Slug, ct);
        Origin OriginOf(PersonRow person, string field)
        {
            var rows = provenance.Where(p => p.Number("person_id") == person.Number("id")).ToDictionary(p => p.Text("field"), StringComparer.Ordinal);
            if (rows.TryGetValue(field, out var own)) return new(own.Text("source"), At(own["at"]), IsOwn: true);
            return rows.TryGetValue(People.Provenance.Everything, out var all) ? new(all.Text("source"), At(all["at"]), IsOwn: false) : new(person.Text("source"), At(person["created_at"]), IsOwn: false);
        }

        MergeField Field(string field, object? one, object? other) => new(field, one, other, OriginOf(kept, field), OriginOf(gone, field));
        var fields = people.Columns.Where(c => !Settled.Contains(c.Name)).OrderBy(c => Array.IndexOf(LookedAtFirst, c.Name) is var place && place < 0 ? LookedAtFirst.Length : place).Select(c => Field(c.Name, kept[c.Name], gone[c.Name])).ToList();
        foreach (var field in values.GroupBy(v => v.Number("custom_field_id")).OrderBy(g => g.Key))
            fields.Add(Field(CustomField.Prefix + slugs.GetValueOrDefault(field.Key, ""), ValueOf(field.FirstOrDefault(v => v.Number("person_id") == keptId)), ValueOf(field.FirstOrDefault(v => v.Number("person_id") == goneId))));
        foreach (var kind in addresses.GroupBy(a => a.Text("kind"), StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
            fields.Add(Field("address:" + kind.Key, Line(First(kind, keptId)), Line(First(kind, goneId))));
        return new TwoRecords { Kept = kept, Gone = gone, Fields = fields, Provenance = provenance, Values = values, Addresses = addresses, Slugs = slugs };
    }

    internal static DateTimeOffset At(object? value) => Utc.FromStore((DateTime)value!);

    internal static object? ValueOf(PersonRow? row) => row is null ? null : row["text_value"] ?? row["linked_person_id"] ?? row["number_value"] ?? row["date_value"] ?? row["boolean_value"];

    private static PersonRow? First(IEnumerable<PersonRow> rows, long personId) => rows.Where(r => r.Number("person_id") == personId).OrderBy(r => r.Number("position")).ThenBy(r => r.Number("id")).FirstOrDefault();

    private static string? Line(PersonRow? row) =>
        row is null ? null : string.Join(", ", new[] { row.Text("line1"), row.Text("line2"), $"{row.Text("postcode")} {row.Text("city")}".Trim() }.Where(p => p.Length > 0));
}
