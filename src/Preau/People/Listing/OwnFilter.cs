using Preau.Shared;

namespace Preau.People.Listing;

/// <summary>One choice of one field of the campaign's own that a list is narrowed to, as its address says it: «shirt:XL», «member:true».</summary>
/// <param name="Field">Null where there is no such field, or it is not for whoever asks.</param>
/// <param name="Label">What the list is narrowed to.</param>
public sealed record OwnFilter(string Said, CustomField? Field, FieldChoice? Choice, bool? Flag, string Label);

/// <summary>How lists of people are narrowed by fields with choices, whoever asks seeing only their own.</summary>
public sealed class OwnFilters(Database db, OwnFields own, FieldValues values, Words words)
{
    /// <summary>A form with more would hide the rest; segments ask for all.</summary>
    public const int Offered = 12;

    // Of several choices, people have so many different sets of them at most, or nearly; each is one place of the index.
    private const int Sets = 1000;

    /// <summary>Fields that can be asked by a choice: the given ones before others.</summary>
    public async Task<IReadOnlyList<CustomField>> Askable(IReadOnlyCollection<CustomField> first, CancellationToken ct)
    {
        var all = (await own.Seen(ct)).FindAll(CanBeAsked);
        return [.. all.OrderBy(f => first.Any(o => o.Id == f.Id) ? 0 : 1).Take(Offered).OrderBy(f => f.Position).ThenBy(f => f.Id)];
    }

    public async Task<IReadOnlyList<OwnFilter>> Read(PersonFilter filter, CancellationToken ct)
    {
        var said = filter.OwnSaid.ToList();
        if (said.Count == 0) return [];
        var fields = (await own.Seen(ct)).FindAll(CanBeAsked);
        return said.ConvertAll(s => Of(s, fields));
    }

    /// <summary>What can be chosen of a field, as an address says it and as people read it.</summary>
    public IEnumerable<(string Said, string Label)> Choices(CustomField field) => field.Kind == FieldKind.Boolean
        ? [(field.Slug + ":true", words["yes"]), (field.Slug + ":false", words["no"])]
        : FieldChoice.Of(field).Select(c => ($"{field.Slug}:{c.Code}", c.Name));

    /// <summary>Whom it means, found by the index of the field's kind. What cannot be asked means nobody: a list is never wider than it says.</summary>
    public async Task<IQueryable<long>> People(OwnFilter filter, CancellationToken ct)
    {
        if (filter.Field is not { } field) return db.People.Where(p => p.Id < 0).Select(p => p.Id);
        var rows = OwnFields.Rows(db, field);
        if (filter.Flag is { } flag) return rows.Where(v => v.BooleanValue == flag).Select(v => v.PersonId);
        var (keys, bit) = (filter.Choice!.Keys, filter.Choice.Bit);
        if (field.Kind == FieldKind.Choice) return rows.Where(v => keys.Contains(v.TextKey!)).Select(v => v.PersonId);
        if (await values.Sets(field, Sets, ct) is not { } sets) return rows.Where(v => (v.WholeValue!.Value & bit) != 0).Select(v => v.PersonId);
        long[] with = [.. sets.Where(s => (s & bit) != 0)];
        return rows.Where(v => with.Contains(v.WholeValue!.Value)).Select(v => v.PersonId);
    }

    private OwnFilter Of(string said, List<CustomField> fields)
    {
        var (slug, code) = said.Split(':', 2) is [var before, var after] ? (before, after) : (said, "");
        var field = fields.Find(f => f.Slug == slug);
        bool? flag = field?.Kind == FieldKind.Boolean ? code switch { "true" => true, "false" => false, _ => null } : null;
        var choice = field is null or { Kind: FieldKind.Boolean } ? null : FieldChoice.Of(field).FirstOrDefault(c => c.Code == code);
        if (field is null || (flag is null && choice is null)) return new(said, null, null, null, words["Something that cannot be asked for"]);
        return new(said, field, choice, flag, words["{0}: {1}", field.Name, flag is { } isSo ? (isSo ? words["yes"] : words["no"]) : choice!.Name]);
    }

    private static bool CanBeAsked(CustomField field) => field.Kind is FieldKind.Choice or FieldKind.Several or FieldKind.Boolean;
}
