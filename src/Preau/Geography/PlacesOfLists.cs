using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.People.Listing;
using Preau.Shared;

namespace Preau.Geography;

/// <summary>Lets a list of people be narrowed to who lives in an area, or in a square of the map.</summary>
public sealed class PlacesOfLists : PlacedPeople
{
    private const string InBoundary = "boundary-";
    private const string InCell = "cell-";

    /// <summary>The list of everybody who lives in an area.</summary>
    public static string PathOf(long boundaryId) => string.Create(CultureInfo.InvariantCulture, $"/people?view=all&place={InBoundary}{boundaryId}");

    public static string PathOf(GridCell cell) => string.Create(CultureInfo.InvariantCulture, $"/people?view=all&place={InCell}{cell.Level}-{cell.X}-{cell.Y}");

    public override IQueryable<long> Of(Database db, string place)
    {
        if (BoundaryOf(place) is { } id) return db.PersonBoundaries.Where(b => b.BoundaryId == id).Select(b => b.PersonId);
        if (CellOf(place) is not { } cell) return base.Of(db, place);
        var (first, last) = cell.Range;
        return db.PersonPlaces.Where(p => p.Cell >= first && p.Cell <= last).Select(p => p.PersonId);
    }

    public override async Task<string?> Name(Database db, string place, Words words, CancellationToken ct)
    {
        if (BoundaryOf(place) is not { } id) return CellOf(place) is null ? null : words["a square of the map"];
        var found = await db.Boundaries.Where(b => b.Id == id).Select(b => new { b.Name, b.Code, Set = db.BoundarySets.Where(s => s.Id == b.BoundarySetId).Select(s => s.Name).FirstOrDefault() }).SingleOrDefaultAsync(ct);
        return found is null ? null : $"{found.Set} · {Boundary.LabelOf(found.Name, found.Code)}";
    }

    private static long? BoundaryOf(string place) =>
        place.StartsWith(InBoundary, StringComparison.Ordinal) && long.TryParse(place.AsSpan(InBoundary.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    private static GridCell? CellOf(string place)
    {
        if (!place.StartsWith(InCell, StringComparison.Ordinal) || place.Split('-') is not [_, var level, var x, var y]) return null;
        return int.TryParse(level, NumberStyles.None, CultureInfo.InvariantCulture, out var l) && int.TryParse(x, NumberStyles.None, CultureInfo.InvariantCulture, out var cx) && int.TryParse(y, NumberStyles.None, CultureInfo.InvariantCulture, out var cy) && new GridCell(l, cx, cy) is { IsThere: true } cell ? cell : null;
    }
}
