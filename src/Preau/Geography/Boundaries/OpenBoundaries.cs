using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NetTopologySuite.Geometries;
using Preau.Accounts;
using Preau.Shared;

namespace Preau.Geography;

/// <summary>What a file of boundaries holds.</summary>
/// <param name="Fields">Its properties, each with some values and how many there are.</param>
/// <param name="Box">Where its areas lie.</param>
public sealed record BoundaryLook(long Areas, long WithoutShape, IReadOnlyList<FieldLook> Fields, MapBox Box)
{
    public static BoundaryLook Of(string text) => text.Length > 0 && JsonSerializer.Deserialize<BoundaryLook>(text) is { } look ? look : new(0, 0, [], MapBox.Everywhere);

    public string Text() => JsonSerializer.Serialize(this);
}

/// <param name="Distinct">Different values, as far as they were counted.</param>
public sealed record FieldLook(string Name, IReadOnlyList<string> Samples, int Distinct, long Filled);

/// <summary>Takes a file of boundaries in: reads it from end to end, says what is wrong with it, and guesses which of its properties are code and name.</summary>
public sealed class OpenBoundaries(Database db, BoundaryFolder folder, CurrentAccount account, TimeProvider clock)
{
    public const int MaxName = 80;
    private const int MostAreas = 40_000;
    private const int MostFields = 60;
    private const int MostCounted = 50_000;
    private const int Samples = 4;
    private const int SampleLength = 80;

    // Of all areas together: so many are half a gigabyte while people are placed in them.
    private const long MostCorners = 3_000_000;

    private static readonly string[] Codes = ["code bv", "id bv", "code bureau vote", "code bureau", "code insee", "insee com", "codgeo", "code circo", "code canton", "code", "insee", "numero", "num", "ref", "id"];
    private static readonly string[] Names = ["nom bureau vote", "nom bv", "nom circo", "nom canton", "nom commune", "nom com", "libelle", "libgeo", "nom", "name", "label", "commune", "quartier", "bureau"];

    /// <summary>What is wrong with a name, as a sentence; null when it can be taken.</summary>
    public async Task<string?> WhyNot(string? name, long? setId, Words words, CancellationToken ct)
    {
        var key = NameKey.Of(Plain(name));
        if (key.Length == 0) return words["The name needs a letter or a figure."];
        if (Plain(name).Length > MaxName) return words["A name has at most {0} characters.", MaxName];
        return await db.BoundarySets.AnyAsync(s => s.NameKey == key && s.Id != setId, ct) ? words["There are already boundaries called “{0}”.", Plain(name)] : null;
    }

    public static string Plain(string? name) => string.Join(' ', (name ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The caller saves. Refused files leave nothing.</summary>
    /// <exception cref="BoundariesRefused"/>
    public async Task<BoundarySet> Run(Stream content, string fileName, string name, BoundaryKind kind, CancellationToken ct)
    {
        string path;
        try
        {
            path = await folder.Keep(content, ct);
        }
        catch (IOException full) when (NoRoom.In(full))
        {
            throw new BoundariesRefused("There is no room left on the server’s disk. Nothing of the file was kept; ask the operator to make room.");
        }

        try
        {
            var look = await Look(path, ct);
            var now = clock.GetUtcNow();
            var set = new BoundarySet
            {
                Kind = kind, State = BoundarySetState.Uploaded, FileName = Path.GetFileName(fileName), Path = path, Fields = string.Join('\n', look.Fields.Select(f => f.Name)), Look = look.Text(),
                BoundaryCount = (int)(look.Areas - look.WithoutShape), LeftOut = (int)look.WithoutShape, AccountId = account.Id, CreatedAt = now, ChangedAt = now,
                CodeField = Guess(look, Codes, isDistinct: true), NameField = Guess(look, Names, isDistinct: false),
            };
            set.Call(Plain(name));
            db.Add(set);
            return set;
        }
        catch
        {
            folder.Forget(path);
            throw;
        }
    }

    /// <exception cref="BoundariesRefused"/>
    private async Task<BoundaryLook> Look(string path, CancellationToken ct)
    {
        var (areas, without, corners, box) = (0L, 0L, 0L, new Envelope());
        var fields = new Dictionary<string, (HashSet<string> Values, List<string> Samples, long Filled)>(StringComparer.Ordinal);
        await foreach (var area in GeoJsonFile.Read(folder.Full(path), null, ct))
        {
            if (++areas > MostAreas) throw new BoundariesRefused("The file holds more than {0} areas. Cut it to the area of your campaign.", MostAreas);
            if (area.Shape is null) without++;
            else box.ExpandToInclude(area.Shape.EnvelopeInternal);
            if ((corners += area.Shape?.NumPoints ?? 0) > MostCorners) throw new BoundariesRefused("The file’s areas have more than {0} corners. Cut it to the area of your campaign, or simplify it.", MostCorners);
            foreach (var (name, value) in area.Properties)
            {
                if (!fields.TryGetValue(name, out var field) && fields.Count < MostFields && !name.Contains('\n', StringComparison.Ordinal)) fields[name] = field = (new(StringComparer.Ordinal), [], 0);
                if (field.Values is null || value.Length == 0) continue;
                if (field.Values.Count < MostCounted && field.Values.Add(value) && field.Samples.Count < Samples) field.Samples.Add(value.Length > SampleLength ? value[..SampleLength] + "…" : value);
                fields[name] = field with { Filled = field.Filled + 1 };
            }
        }

        if (areas - without == 0) throw new BoundariesRefused(areas == 0 ? "The file holds no areas." : "None of the file’s {0} areas has a shape.", areas);
        return new(areas, without, [.. fields.Select(f => new FieldLook(f.Key, f.Value.Samples, f.Value.Values.Count, f.Value.Filled))], new(box.MinX, box.MinY, box.MaxX, box.MaxY));
    }

    private static string? Guess(BoundaryLook look, string[] known, bool isDistinct)
    {
        var fields = look.Fields.Where(f => f.Filled > 0).Select(f => (f.Name, Key: NameKey.Of(Split(f.Name)), f.Distinct, f.Filled)).ToList();
        var named = known.SelectMany(k => fields.Where(f => f.Key == k)).ToList();
        // Of several that may be the code, the one that tells the areas apart.
        return (isDistinct ? named.OrderByDescending(f => f.Distinct).FirstOrDefault().Name : null) ?? named.FirstOrDefault().Name ?? (isDistinct ? fields.Find(f => f.Distinct == look.Areas).Name : null);
    }

    // «codeBureauVote», «CODE_BV».
    private static string Split(string name) => string.Concat(name.Select((c, i) => i > 0 && char.IsUpper(c) && char.IsLower(name[i - 1]) ? " " + c : c == '_' ? " " : c.ToString()));
}
