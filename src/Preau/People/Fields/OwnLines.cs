using Microsoft.EntityFrameworkCore;
using Preau.Shared;

namespace Preau.People;

/// <param name="Path">Where it leads: the person that is the value, or an address on the web.</param>
public sealed record FieldLine(CustomField Field, string Text, string? Path = null, bool IsOutside = false);

/// <summary>What stands in a person's own fields, as whoever looks may see it.</summary>
public sealed class OwnLines(Database db, OwnFields own, FieldWords said, PickPerson pick, Words words)
{
    public async Task<IReadOnlyList<FieldLine>> Of(long personId, CancellationToken ct)
    {
        var fields = await own.Seen(ct);
        var values = await db.CustomValues.AsNoTracking().Where(v => v.PersonId == personId).ToDictionaryAsync(v => v.CustomFieldId, ct);
        var names = await pick.Names(values.Values.Select(v => v.LinkedPersonId).OfType<long>(), ct);
        return [.. fields.Where(f => values.ContainsKey(f.Id)).Select(f => Line(f, values[f.Id], names))];
    }

    /// <summary>What stands in some fields of some people, whatever their number in three questions. The fields are of those that whoever looks may see.</summary>
    public async Task<IReadOnlyDictionary<(long PersonId, long FieldId), FieldLine>> OfMany(long[] people, IReadOnlyList<CustomField> fields, CancellationToken ct)
    {
        if (people.Length == 0 || fields.Count == 0) return new Dictionary<(long, long), FieldLine>();
        var byId = fields.ToDictionary(f => f.Id);
        long[] ids = [.. byId.Keys];
        var values = await db.CustomValues.AsNoTracking().Where(v => people.Contains(v.PersonId) && ids.Contains(v.CustomFieldId)).ToListAsync(ct);
        var names = await pick.Names(values.Select(v => v.LinkedPersonId).OfType<long>(), ct);
        return values.ToDictionary(v => (v.PersonId, v.CustomFieldId), v => Line(byId[v.CustomFieldId], v, names));
    }

    public async Task<bool> MayChange(CancellationToken ct) => (await own.Changeable(ct)).Count > 0;

    private FieldLine Line(CustomField field, CustomValue value, IReadOnlyDictionary<long, string> names)
    {
        if (value.LinkedPersonId is { } id)
        {
            return names.TryGetValue(id, out var name) ? new(field, name.Length > 0 ? name : words["No name"], $"/people/{id}") : new(field, words["Somebody whom you do not see"]);
        }

        var text = said.Shown(field, value);
        return field is { Kind: FieldKind.Text, Pattern: FieldPattern.Web } && FieldPattern.Web.Fits(text) ? new(field, text, text, IsOutside: true) : new(field, text);
    }
}
