using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Prepared;
using NetTopologySuite.Index.Strtree;

namespace Preau.Geography;

/// <summary>The areas of a set, asked by point: a tree of boxes, then the shape itself, taken apart beforehand.</summary>
public sealed class BoundaryIndex
{
    // With the trees that a prepared shape is taken apart into.
    private const int BytesACorner = 150;

    private static readonly GeometryFactory Points = new();
    private readonly STRtree<(long Id, IPreparedGeometry Shape)> tree = new();

    internal BoundaryIndex(long setId, IEnumerable<(long Id, string Shape)> areas)
    {
        SetId = setId;
        foreach (var (id, text) in areas)
        {
            var shape = Shapes.Parse(text);
            tree.Insert(shape.EnvelopeInternal, (id, PreparedGeometryFactory.Prepare(shape)));
            Size += (long)shape.NumPoints * BytesACorner;
        }

        if (Size > 0) tree.Build();
    }

    public long SetId { get; }

    internal long Size { get; }

    /// <summary>The area that the point lies in; on the line between two, the one with the lower number.</summary>
    public long? Locate(double lat, double lon)
    {
        if (Size == 0) return null;
        var point = Points.CreatePoint(new Coordinate(lon, lat));
        long? found = null;
        // Within a prepared shape a part is made when it is first asked, so one asks at a time.
        lock (tree)
        {
            foreach (var (id, shape) in tree.Query(point.EnvelopeInternal))
            {
                if ((found is null || id < found) && shape.Intersects(point)) found = id;
            }
        }

        return found;
    }
}

/// <summary>The shapes that are in use, kept in memory: they never change, a set only comes and goes.</summary>
public sealed class BoundaryShapes
{
    private const long MostKept = 256L * 1024 * 1024;
    private readonly ConcurrentDictionary<(NationId, long), BoundaryIndex> kept = new();

    /// <summary>All sets of the nation that people are placed in.</summary>
    public async Task<IReadOnlyList<BoundaryIndex>> Of(Database db, CancellationToken ct)
    {
        var sets = await db.BoundarySets.Where(s => s.State == BoundarySetState.Ready && s.RemovedAt == null).OrderBy(s => s.Id).Select(s => s.Id).ToListAsync(ct);
        var indexes = new List<BoundaryIndex>(sets.Count);
        foreach (var id in sets) indexes.Add(await Of(db, id, ct));
        return indexes;
    }

    public async Task<BoundaryIndex> Of(Database db, long setId, CancellationToken ct)
    {
        if (kept.TryGetValue((db.NationId, setId), out var known)) return known;
        var areas = await db.Boundaries.AsNoTracking().Where(b => b.BoundarySetId == setId).OrderBy(b => b.Id).Select(b => new { b.Id, b.Shape }).ToListAsync(ct);
        var index = new BoundaryIndex(setId, areas.Select(a => (a.Id, a.Shape)));
        if (kept.Values.Sum(i => i.Size) + index.Size > MostKept) kept.Clear();
        return kept[(db.NationId, setId)] = index;
    }

    public void Forget(NationId nation, long setId) => kept.TryRemove((nation, setId), out _);
}
