using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace Preau.Geography;

/// <summary>Brings the areas of an uploaded file in: all of them, or none.</summary>
public sealed class LoadBoundaries(Database db, BoundaryFolder folder, BoundaryShapes shapes)
{
    private const int AtOnce = 500;
    private static readonly string[] Columns = ["id", "boundary_set_id", "code", "name", "sort_key", "shape", "outline", "west", "south", "east", "north", "people"];

    /// <returns>False where the set is in already, or gone.</returns>
    /// <exception cref="BoundariesRefused"/>
    public async Task<bool> Run(GeoWork work, Func<long, Task<bool>> report, CancellationToken ct)
    {
        if (await db.BoundarySets.AsNoTracking().SingleOrDefaultAsync(s => s.Id == work.SubjectId && s.RemovedAt == null, ct) is not { } set) return false;
        if (set.State == BoundarySetState.Ready) return true;
        // Read and reckoned before anything is written: nobody waits for it.
        var areas = new List<object?[]>();
        await foreach (var area in GeoJsonFile.Read(folder.Full(set.Path), report, ct))
        {
            if (area.Shape is not { } shape) continue;
            var code = Value(area, set.CodeField, 60);
            var name = Value(area, set.NameField, 120);
            if (name.Length == 0) name = code.Length > 0 ? code : area.Number.ToString(CultureInfo.InvariantCulture);
            var box = shape.EnvelopeInternal;
            areas.Add([0L, set.Id, code, name, Boundary.SortOf(name, code), Shapes.Write(shape), Shapes.Outline(shape), box.MinX, box.MinY, box.MaxX, box.MaxY, 0L]);
        }

        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await db.BoundarySets.Where(s => s.Id == set.Id && s.State == BoundarySetState.Loading && s.RemovedAt == null).ExecuteUpdateAsync(s => s.SetProperty(x => x.State, BoundarySetState.Ready).SetProperty(x => x.BoundaryCount, areas.Count), ct) == 0) return false;
        var id = db.Ids.Reserve("boundary", areas.Count);
        foreach (var part in areas.Chunk(AtOnce))
        {
            await using var writer = await db.Bulk("boundary", Columns, ct);
            foreach (var area in part)
            {
                area[0] = id++;
                writer.Row(area);
            }

            await writer.Done(ct);
        }

        db.Trail.Note("boundary.created", areas.Count, subjectId: set.Id);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        shapes.Forget(db.NationId, set.Id);
        folder.Forget(set.Path);
        return true;
    }

    private static string Value(FileArea area, string? field, int most)
    {
        var value = field is null ? "" : area.Properties.GetValueOrDefault(field, "");
        return value.Length > most ? value[..most] : value;
    }
}
