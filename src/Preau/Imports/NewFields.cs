using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.People;

namespace Preau.Imports;

/// <summary>The campaign's own fields that columns of a file become, made when the import begins: a trial makes none.</summary>
internal static class NewFields
{
    private const int MaxName = 80;

    /// <summary>Puts the fields on the import's mapping. The caller saves.</summary>
    public static async Task Make(Database db, OwnFields own, Import import, CancellationToken ct)
    {
        var targets = import.Targets();
        if (!targets.ContainsValue(Targets.NewField)) return;
        var known = await db.CustomFields.OrderBy(f => f.Position).ToListAsync(ct);
        var taken = targets.Values.ToHashSet(StringComparer.Ordinal);
        // A field of that name that is retired, or not theirs to change, is not filled by a column that happens to be called so.
        var open = (await own.Changeable(ct)).Select(f => f.Id).ToHashSet();
        taken.UnionWith(known.Where(f => !open.Contains(f.Id)).Select(f => Targets.FieldPrefix + f.Slug));
        foreach (var header in targets.Where(t => t.Value == Targets.NewField).Select(t => t.Key).ToList()) targets[header] = Targets.FieldPrefix + FieldFor(db, header, known, taken).Slug;
        import.MapTo(targets);
    }

    /// <summary>The field that a column of that name becomes, in use or made for it. The caller saves.</summary>
    public static async Task<CustomField> Called(Database db, OwnFields own, string header, CancellationToken ct)
    {
        var known = await db.CustomFields.OrderBy(f => f.Position).ToListAsync(ct);
        known.AddRange(db.CustomFields.Local.Where(f => known.TrueForAll(k => k.Id != f.Id)));
        var open = (await own.Changeable(ct)).Select(f => f.Id).ToHashSet();
        return FieldFor(db, header, known, known.Where(f => db.Entry(f).State != EntityState.Added && !open.Contains(f.Id)).Select(f => Targets.FieldPrefix + f.Slug).ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>What the field that a column becomes is called: what everybody has is told apart from it.</summary>
    public static string NameOf(string header) => BuiltInNames.Has(header) ? header + " (import)" : header.Length > MaxName ? header[..MaxName] : header;

    public static string SlugOf(string header) => Plain(NameOf(header));

    private static string Plain(string name) => CustomField.SlugOf(name) is { Length: > 0 } slug ? slug : "column";

    /// <summary>Columns that are to become a field which is there already, in a file that came before, become that one.</summary>
    public static void Recognise(Dictionary<string, string> targets, IEnumerable<string> headers, IReadOnlyList<CustomField> fields)
    {
        foreach (var header in headers.Where(h => targets.GetValueOrDefault(h) == Targets.NewField))
        {
            if (fields.FirstOrDefault(f => f.Slug == header || f.Slug == Plain(header) || f.Slug == SlugOf(header)) is { } known && !targets.ContainsValue(Targets.FieldPrefix + known.Slug)) targets[header] = Targets.FieldPrefix + known.Slug;
        }
    }

    /// <summary>The field of that name, made if there is none; two columns of one file never share one.</summary>
    private static CustomField FieldFor(Database db, string header, List<CustomField> known, HashSet<string> taken)
    {
        var name = NameOf(header);
        // One that was made before such names were told apart goes on to be filled.
        var first = known.Exists(f => f.Slug == Plain(header)) && !taken.Contains(Targets.FieldPrefix + Plain(header)) ? Plain(header) : SlugOf(header);
        var slug = first;
        for (var i = 2; !taken.Add(Targets.FieldPrefix + slug); i++) slug = string.Create(CultureInfo.InvariantCulture, $"{first}_{i}");
        if (known.Find(f => f.Slug == slug) is { } field) return field;
        field = new CustomField { Slug = slug, Name = name, Kind = FieldKind.Text, Position = known.Count };
        db.Add(field);
        known.Add(field);
        return field;
    }
}
