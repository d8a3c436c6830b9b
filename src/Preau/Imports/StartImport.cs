using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.People;
using Preau.Shared;

namespace Preau.Imports;

/// <summary>Settles what each column becomes, makes the campaign's own fields for those that nobody knows, and tries the file.</summary>
public sealed class StartImport(Database db, TryImport attempt, CurrentNation nation, Words words, TimeProvider clock)
{
    private const int MaxName = 80;

    /// <summary>Puts the mapping on the import; columns to become fields get them, in the same save. The caller saves.</summary>
    public void Map(Import import, IReadOnlyDictionary<string, string> chosen, List<CustomField> known)
    {
        var targets = new Dictionary<string, string>(StringComparer.Ordinal);
        var taken = chosen.Values.ToHashSet(StringComparer.Ordinal);
        foreach (var (header, target) in chosen)
        {
            if (target == Targets.NewField) targets[header] = Targets.FieldPrefix + FieldFor(header, known, taken).Slug;
            else if (target != Targets.Skip) targets[header] = target;
        }

        import.MapTo(targets);
    }

    /// <summary>Asks for a dry run in the background. The caller saves.</summary>
    public void TryLater(Import import)
    {
        (import.State, import.Done) = (ImportState.Trying, 0);
        db.Enqueue(new TryLongImport(import.Id));
    }

    /// <summary>A dry run of an import that is being tried; what it found is kept with the import.</summary>
    /// <returns>Null when it was stopped, or when the file cannot be read any more.</returns>
    public async Task<Trial?> Try(long importId, Action<long>? report, CancellationToken ct)
    {
        if (await db.Imports.AsNoTracking().SingleOrDefaultAsync(i => i.Id == importId && i.State == ImportState.Trying, ct) is not { } import) return null;
        var now = clock.GetUtcNow();
        try
        {
            var trial = await attempt.Run(import, async rows =>
            {
                report?.Invoke(rows);
                return await db.Imports.Where(i => i.Id == importId && i.State == ImportState.Trying).ExecuteUpdateAsync(s => s.SetProperty(i => i.Done, rows), ct) == 1;
            }, ct);
            if (trial is null) return null;
            var text = trial.Write();
            await db.Imports.Where(i => i.Id == importId && i.State == ImportState.Trying).ExecuteUpdateAsync(s => s.SetProperty(i => i.State, ImportState.Uploaded).SetProperty(i => i.Trial, text).SetProperty(i => i.Done, 0), ct);
            return trial;
        }
        catch (ImportBroken broken)
        {
            var problem = words.In(nation.Facts.Language)[broken.Message, broken.About];
            await db.Imports.Where(i => i.Id == importId).ExecuteUpdateAsync(s => s.SetProperty(i => i.State, ImportState.Failed).SetProperty(i => i.Done, 0).SetProperty(i => i.Problem, problem).SetProperty(i => i.EndedAt, now), ct);
            return null;
        }
    }

    /// <summary>The field of that name, made if there is none; two columns of one file never share one.</summary>
    private CustomField FieldFor(string header, List<CustomField> known, HashSet<string> taken)
    {
        var name = header.Length > MaxName ? header[..MaxName] : header;
        var first = Slug.Of(name) is { Length: > 0 } text ? text.Replace('-', '_') : "column";
        var slug = first;
        for (var i = 2; !taken.Add(Targets.FieldPrefix + slug); i++) slug = string.Create(CultureInfo.InvariantCulture, $"{first}_{i}");
        if (known.Find(f => f.Slug == slug) is { } field) return field;
        field = new CustomField { Slug = slug, Name = name, Kind = FieldKind.Text, Position = known.Count };
        db.Add(field);
        known.Add(field);
        return field;
    }
}
