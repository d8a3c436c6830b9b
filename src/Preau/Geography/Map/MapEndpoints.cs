using System.Buffers;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;

namespace Preau.Geography;

/// <summary>What the map asks for as it is moved: sums of people by square, and outlines. Each answer is bounded by what a screen can show.</summary>
public static class MapEndpoints
{
    // Squares of 64 to 128 points on the screen.
    private const int LevelsBelowZoom = 2;
    private const int MostSquares = 4096;
    private const int MostShapes = 1500;

    public static void MapGeography(this IEndpointRouteBuilder app)
    {
        app.MapGet("/map/cells", Cells).Needs(Permission.ViewSegments);
        app.MapGet("/map/shapes", Shapes).Needs(Permission.ViewSegments);
    }

    private static async Task<IResult> Cells(string? box, int? zoom, Database db, CancellationToken ct)
    {
        if ((box is null ? MapBox.Everywhere : MapBox.Read(box)) is not { } seen) return Results.BadRequest();
        var (first, last) = Squares(seen, Math.Clamp(zoom ?? 5, 0, GridCell.Finest - LevelsBelowZoom) + LevelsBelowZoom);
        var found = await db.MapCells.AsNoTracking()
            .Where(c => c.Level == first.Level && c.X >= first.X && c.X <= last.X && c.Y >= first.Y && c.Y <= last.Y && c.People > 0)
            .Select(c => new { c.X, c.Y, c.People, c.LatSum, c.LonSum }).Take(MostSquares).ToListAsync(ct);
        // Whether it is worth going nearer: the finest grid is the list of who lives at one door.
        return Results.Json(new
        {
            first.Level,
            Cells = found.Select(c => new { c.X, c.Y, c.People, Lat = Math.Round(c.LatSum / 1e6 / c.People, 6), Lon = Math.Round(c.LonSum / 1e6 / c.People, 6), Path = PlacesOfLists.PathOf(new GridCell(first.Level, c.X, c.Y)) }),
        });
    }

    /// <summary>The corners of what is seen, at the level asked for or the next coarser one that a screen can hold.</summary>
    public static (GridCell First, GridCell Last) Squares(MapBox box, int wanted)
    {
        foreach (var level in GridCell.Levels.Where(l => l <= wanted).DefaultIfEmpty(GridCell.Levels[0]).OrderDescending())
        {
            var (first, last) = (GridCell.Of(box.North, box.West, level), GridCell.Of(box.South, box.East, level));
            if ((long)(last.X - first.X + 1) * (last.Y - first.Y + 1) <= MostSquares) return (first, last);
        }

        return (GridCell.Of(box.North, box.West, GridCell.Levels[0]), GridCell.Of(box.South, box.East, GridCell.Levels[0]));
    }

    private static async Task<IResult> Shapes(long? set, string? box, Database db, CancellationToken ct)
    {
        if ((box is null ? MapBox.Everywhere : MapBox.Read(box)) is not { } seen) return Results.BadRequest();
        var (west, south, east, north) = seen;
        var areas = await db.Boundaries.AsNoTracking()
            .Where(b => b.BoundarySetId == set && db.BoundarySets.Any(s => s.Id == b.BoundarySetId && s.RemovedAt == null) && b.East >= west && b.West <= east && b.North >= south && b.South <= north)
            .OrderByDescending(b => b.People).ThenBy(b => b.Id).Take(MostShapes).Select(b => new { b.Id, b.Name, b.Code, b.People, b.Outline }).ToListAsync(ct);
        var answer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(answer))
        {
            json.WriteStartObject();
            json.WriteString("type", "FeatureCollection");
            json.WriteStartArray("features");
            foreach (var area in areas)
            {
                json.WriteStartObject();
                json.WriteString("type", "Feature");
                json.WriteNumber("id", area.Id);
                json.WriteStartObject("properties");
                json.WriteString("name", Boundary.LabelOf(area.Name, area.Code));
                json.WriteNumber("people", area.People);
                json.WriteString("path", PlacesOfLists.PathOf(area.Id));
                json.WriteEndObject();
                json.WritePropertyName("geometry");
                json.WriteRawValue(area.Outline);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Results.Bytes(answer.WrittenMemory, "application/geo+json");
    }
}
