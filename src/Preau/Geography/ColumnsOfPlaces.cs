using Microsoft.EntityFrameworkCore;
using Preau.Exports;
using Preau.People.Listing;
using Preau.Shared;

namespace Preau.Geography;

/// <summary>Where people live, as columns of their file: the point, how near it is to the door, and a column for each set of boundaries.</summary>
public sealed class ColumnsOfPlaces(Database db) : IPersonColumns
{
    private List<BoundarySet>? sets;

    public async Task<IReadOnlyList<SheetColumn>> Columns(CancellationToken ct)
    {
        if (!await db.PlaceTotals.AnyAsync(t => t.People > 0, ct)) return [];
        var columns = new List<SheetColumn> { new("preau_latitude", CellKind.Number), new("preau_longitude", CellKind.Number), new("preau_place_accuracy") };
        foreach (var set in await Sets(ct)) columns.Add(new($"preau_{Slug.Of(set.Name).Replace('-', '_')}"));
        return columns;
    }

    public async Task<IReadOnlyDictionary<long, object?[]>> Cells(long[] ids, CancellationToken ct)
    {
        var drawn = await Sets(ct);
        var places = await db.PersonPlaces.AsNoTracking().Where(p => EF.Parameter(ids).Contains(p.PersonId)).ToListAsync(ct);
        var within = await db.PersonBoundaries.Where(b => EF.Parameter(ids).Contains(b.PersonId)).Join(db.Boundaries, p => p.BoundaryId, b => b.Id, (p, b) => new { p.PersonId, p.BoundarySetId, b.Code, b.Name }).ToListAsync(ct);
        var areas = within.ToDictionary(w => (w.PersonId, w.BoundarySetId), w => w.Code.Length > 0 ? w.Code : w.Name);
        return places.ToDictionary(p => p.PersonId, p => (object?[])[p.Lat, p.Lon, EnumText<PlaceAccuracy>.Of(p.Accuracy), .. drawn.Select(s => areas.GetValueOrDefault((p.PersonId, s.Id)))]);
    }

    private async Task<List<BoundarySet>> Sets(CancellationToken ct) =>
        sets ??= await db.BoundarySets.AsNoTracking().Where(s => s.State == BoundarySetState.Ready && s.RemovedAt == null).OrderBy(s => s.Id).ToListAsync(ct);
}
