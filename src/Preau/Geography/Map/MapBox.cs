using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace Preau.Geography;

/// <summary>A part of the map, in degrees.</summary>
public readonly record struct MapBox(double West, double South, double East, double North)
{
    /// <summary>France, where nothing is known of anybody.</summary>
    public static readonly MapBox Everywhere = new(-5, 41.5, 9.5, 51);

    /// <summary>«west,south,east,north», as the map asks; null for anything else.</summary>
    public static MapBox? Read(string? text)
    {
        if (text?.Split(',') is not [var w, var s, var e, var n] || !Number(w, 180, out var west) || !Number(s, 90, out var south) || !Number(e, 180, out var east) || !Number(n, 90, out var north)) return null;
        return west < east && south < north ? new(west, south, east, north) : null;
    }

    public string Text => string.Create(CultureInfo.InvariantCulture, $"{West:0.######},{South:0.######},{East:0.######},{North:0.######}");

    public MapBox Around(MapBox other) => new(Math.Min(West, other.West), Math.Min(South, other.South), Math.Max(East, other.East), Math.Max(North, other.North));

    /// <summary>What a map shows first: the areas of a set, else where people live.</summary>
    public static async Task<MapBox> First(Database db, long? setId, CancellationToken ct)
    {
        if (setId is { } set)
        {
            var areas = db.Boundaries.Where(b => b.BoundarySetId == set);
            if (await areas.GroupBy(b => b.BoundarySetId).Select(g => new { W = g.Min(b => b.West), S = g.Min(b => b.South), E = g.Max(b => b.East), N = g.Max(b => b.North) }).SingleOrDefaultAsync(ct) is { } box) return new(box.W, box.S, box.E, box.N);
        }

        return await OfPeople(db, ct) ?? Everywhere;
    }

    public bool Meets(MapBox other) => West <= other.East && other.West <= East && South <= other.North && other.South <= North;

    /// <summary>Where people live, as far as is known.</summary>
    public static async Task<MapBox?> OfPeople(Database db, CancellationToken ct)
    {
        // Of a country these are some hundreds; where they are few, a finer grid says it better.
        var cells = await db.MapCells.Where(c => c.Level == 10 && c.People > 0).Select(c => new { c.X, c.Y, c.People, c.LatSum, c.LonSum }).Take(2000).ToListAsync(ct);
        if (cells.Count == 0) return null;
        var most = cells.MaxBy(c => c.People)!;
        var centre = (Lat: most.LatSum / 1e6 / most.People, Lon: most.LonSum / 1e6 / most.People);
        if (cells.Count <= 4) return new MapBox(centre.Lon - 0.06, centre.Lat - 0.04, centre.Lon + 0.06, centre.Lat + 0.04);
        return cells.Select(c => (Lat: c.LatSum / 1e6 / c.People, Lon: c.LonSum / 1e6 / c.People)).Select(p => new MapBox(p.Lon - 0.1, p.Lat - 0.1, p.Lon + 0.1, p.Lat + 0.1)).Aggregate((a, b) => a.Around(b));
    }

    private static bool Number(string text, double most, out double value) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && Math.Abs(value) <= most;
}
