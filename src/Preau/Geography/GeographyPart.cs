using Microsoft.EntityFrameworkCore;
using Preau.People;
using Preau.People.Merging;
using Preau.Shared;

namespace Preau.Geography;

/// <summary>Where somebody lives: beside the profile, in the file for the person, gone when they are erased.</summary>
public sealed class GeographyPart(Database db, Words words) : IPersonPart
{
    public string Name => "places";

    public PersonPanel? Panel => new(PlacePanel.Name, words["Where they live"]);

    public IReadOnlyCollection<Type> Entities { get; } = [typeof(PlacedByHand), typeof(PersonPlace), typeof(PersonBoundary)];

    public MergeRule RuleOf(Type entity) => entity == typeof(PlacedByHand) ? MergeRule.Move : MergeRule.Follow;

    public async Task<IReadOnlyList<TimelineEntry>> Timeline(long personId, TimelineAsk ask, CancellationToken ct)
    {
        if (!ask.Wants(TimelineKind.Record)) return [];
        var placed = await db.PlacedByHands.AsNoTracking().Where(p => p.PersonId == personId && (ask.Until == null || p.PlacedAt <= ask.Until)).OrderByDescending(p => p.PlacedAt).ThenByDescending(p => p.Id).Take(ask.Count)
            .Select(p => new { p.Id, p.PlacedAt, By = db.Accounts.Where(a => a.Id == p.AuthorId).Select(a => a.Name).FirstOrDefault() }).ToListAsync(ct);
        return [.. placed.Select(p => new TimelineEntry(p.PlacedAt, $"placed:{p.Id:D12}", TimelineKind.Record, words["Put on the map by hand"], By: p.By))];
    }

    public async Task<object?> Export(long personId, CancellationToken ct)
    {
        var place = await db.PersonPlaces.Where(p => p.PersonId == personId).Select(p => new { p.Lat, p.Lon, p.Accuracy, p.Score, p.Label, p.Source, p.PlacedAt }).SingleOrDefaultAsync(ct);
        var hand = await db.PlacedByHands.Where(p => p.PersonId == personId).OrderBy(p => p.PlacedAt).Select(p => new { p.Lat, p.Lon, p.PlacedAt }).ToListAsync(ct);
        var areas = await db.PersonBoundaries.Where(b => b.PersonId == personId).Join(db.Boundaries, p => p.BoundaryId, b => b.Id, (p, b) => new { Set = db.BoundarySets.Where(s => s.Id == b.BoundarySetId).Select(s => s.Name).FirstOrDefault(), b.Code, b.Name }).ToListAsync(ct);
        return place is null && hand.Count == 0 && areas.Count == 0 ? null : new { Place = place, ByHand = hand, Areas = areas };
    }

    public async Task Erase(long personId, CancellationToken ct)
    {
        await db.Execute("Geography/Places/HoldPlaces", ct);
        var sums = new CellSums();
        if (await db.PersonPlaces.AsNoTracking().SingleOrDefaultAsync(p => p.PersonId == personId, ct) is { } place) sums.Place(place, -1);
        foreach (var area in await db.PersonBoundaries.AsNoTracking().Where(b => b.PersonId == personId).ToListAsync(ct)) sums.Boundary(area.BoundarySetId, area.BoundaryId, -1);
        await sums.Write(db, ct);
        await db.PersonBoundaries.Where(b => b.PersonId == personId).ExecuteDeleteAsync(ct);
        await db.PersonPlaces.Where(p => p.PersonId == personId).ExecuteDeleteAsync(ct);
        await db.PlacedByHands.Where(p => p.PersonId == personId).ExecuteDeleteAsync(ct);
    }
}
