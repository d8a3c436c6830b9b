using Preau.People;
using Preau.Shared;

namespace Preau.Imports;

/// <summary>Settles what each column becomes, makes the campaign's own fields for those that nobody knows, and starts the work.</summary>
public sealed class StartImport(Database db)
{
    /// <summary>Puts the mapping on the import; columns to become fields get them, in the same save. The caller saves.</summary>
    public void Map(Import import, IReadOnlyDictionary<string, string> chosen, List<CustomField> known)
    {
        var targets = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (header, target) in chosen)
        {
            if (target == Targets.NewField) targets[header] = Targets.FieldPrefix + FieldFor(header, known).Slug;
            else if (target != Targets.Skip) targets[header] = target;
        }

        import.MapTo(targets);
    }

    public void Start(Import import)
    {
        import.State = ImportState.Running;
        db.Enqueue(new ApplyImport(import.Id));
    }

    private CustomField FieldFor(string header, List<CustomField> known)
    {
        var slug = Slug.Of(header) is { Length: > 0 } text ? text.Replace('-', '_') : "column";
        if (known.Find(f => f.Slug == slug) is { } field) return field;
        field = new CustomField { Slug = slug, Name = header, Kind = FieldKind.Text, Position = known.Count };
        db.Add(field);
        known.Add(field);
        return field;
    }
}
