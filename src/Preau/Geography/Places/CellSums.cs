using System.Text.Json;
using System.Text.Json.Serialization;

namespace Preau.Geography;

/// <summary>What a set of changes comes to in the sums that screens read, gathered first and written once, in one order, so that two sets wait for each other instead of for ever.</summary>
internal sealed class CellSums
{
    private readonly Dictionary<GridCell, Sum> cells = [];
    private readonly Dictionary<PlaceAccuracy, long> totals = [];
    private readonly Dictionary<long, long> boundaries = [];
    private readonly Dictionary<long, long> sets = [];

    private sealed record Sum(long People, long Lat, long Lon);

    private sealed record CellRow([property: JsonPropertyName("level")] int Level, [property: JsonPropertyName("x")] int X, [property: JsonPropertyName("y")] int Y, [property: JsonPropertyName("people")] long People, [property: JsonPropertyName("lat")] long Lat, [property: JsonPropertyName("lon")] long Lon);

    private sealed record CountRow([property: JsonPropertyName("id")] object Id, [property: JsonPropertyName("people")] long People);

    public void Place(PersonPlace place, int by)
    {
        Total(place.Accuracy, by);
        if (place.Lat is not { } lat || place.Lon is not { } lon) return;
        var (latE6, lonE6) = ((long)Math.Round(lat * 1e6), (long)Math.Round(lon * 1e6));
        var finest = GridCell.Of(lat, lon, GridCell.Finest);
        foreach (var level in GridCell.Levels)
        {
            var cell = finest.At(level);
            var sum = cells.GetValueOrDefault(cell) ?? new(0, 0, 0);
            cells[cell] = new(sum.People + by, sum.Lat + by * latE6, sum.Lon + by * lonE6);
        }
    }

    public void Total(PlaceAccuracy accuracy, long by) => totals[accuracy] = totals.GetValueOrDefault(accuracy) + by;

    public void Boundary(long setId, long boundaryId, long by)
    {
        boundaries[boundaryId] = boundaries.GetValueOrDefault(boundaryId) + by;
        sets[setId] = sets.GetValueOrDefault(setId) + by;
    }

    public async Task Write(Database db, CancellationToken ct)
    {
        var changed = cells.Where(c => c.Value != new Sum(0, 0, 0)).OrderBy(c => c.Key.Level).ThenBy(c => c.Key.X).ThenBy(c => c.Key.Y).Select(c => new CellRow(c.Key.Level, c.Key.X, c.Key.Y, c.Value.People, c.Value.Lat, c.Value.Lon)).ToList();
        if (changed.Count > 0) await db.Execute("Geography/Places/AddToCells", ct, ("rows", JsonSerializer.Serialize(changed)));
        var counted = totals.Where(t => t.Value != 0).OrderBy(t => t.Key).Select(t => new CountRow(EnumText<PlaceAccuracy>.Of(t.Key), t.Value)).ToList();
        if (counted.Count > 0) await db.Execute("Geography/Places/AddToTotals", ct, ("rows", JsonSerializer.Serialize(counted)));
        if (Rows(boundaries) is { } inBoundaries) await db.Execute("Geography/Places/AddToBoundaries", ct, ("rows", inBoundaries));
        if (Rows(sets) is { } inSets) await db.Execute("Geography/Places/AddToSets", ct, ("rows", inSets));
    }

    private static string? Rows(Dictionary<long, long> counts) =>
        counts.Where(c => c.Value != 0).OrderBy(c => c.Key).Select(c => new CountRow(c.Key, c.Value)).ToList() is { Count: > 0 } rows ? JsonSerializer.Serialize(rows) : null;
}
