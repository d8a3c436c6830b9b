using Microsoft.EntityFrameworkCore;
using Preau.People;
using Preau.Shared;

namespace Preau.Geography;

/// <summary>
/// Works out where people live, and within which boundaries: from what was put by hand, else from their address by the register. The only one who writes those rows and
/// the sums made of them. Within the caller's transaction.
/// </summary>
public sealed class PlacePeople(Database db, BoundaryShapes shapes, TimeProvider clock)
{
    public const int AtOnce = 2000;
    private const string Hand = "hand";

    private static readonly string[] PlaceColumns = ["person_id", "address_id", "address_key", "lat", "lon", "accuracy", "score", "label", "source", "cell", "placed_at"];
    private static readonly AddressKind[] Lived = [AddressKind.Home, AddressKind.Registered, AddressKind.Mailing];

    /// <summary>Whether there is anything that could place somebody: neither a register nor a boundary, neither a point by hand nor one of before, and nothing is read at all.</summary>
    public async Task<bool> IsOfUse(Geocoder? geocoder, CancellationToken ct) => geocoder is not null || await db.PlacedByHands.AnyAsync(ct) || await db.PersonPlaces.AnyAsync(ct);

    /// <param name="people">Anybody, also who is gone.</param>
    /// <param name="geocoder">The register; without one, what was found before stays where the address is the same.</param>
    /// <param name="isAgain">Whether addresses are looked up that were looked up before.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>How many of them have a point now.</returns>
    public async Task<long> Run(IEnumerable<long> people, Geocoder? geocoder, bool isAgain, CancellationToken ct)
    {
        await db.Execute("Geography/Places/HoldPlaces", ct);
        var found = 0L;
        var isChanged = false;
        var indexes = await shapes.Of(db, ct);
        foreach (var ids in people.Distinct().Order().Chunk(AtOnce))
        {
            var (points, changed) = await Place(ids, geocoder, isAgain, indexes, ct);
            found += points;
            isChanged |= changed;
        }

        if (isChanged) await Stale(ct);
        return found;
    }

    /// <summary>All sums anew, from the rows. In a transaction of its own.</summary>
    public async Task Recount(CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Execute("Geography/Places/HoldPlaces", ct);
        await db.MapCells.ExecuteDeleteAsync(ct);
        await db.PlaceTotals.ExecuteDeleteAsync(ct);
        await db.Boundaries.Where(b => b.People != 0).ExecuteUpdateAsync(s => s.SetProperty(b => b.People, 0), ct);
        await db.BoundarySets.Where(s => s.People != 0).ExecuteUpdateAsync(s => s.SetProperty(b => b.People, 0), ct);
        var sums = new CellSums();
        foreach (var total in await db.PersonPlaces.Where(p => p.Lat == null).GroupBy(p => p.Accuracy).Select(g => new { g.Key, People = g.LongCount() }).ToListAsync(ct)) sums.Total(total.Key, total.People);
        foreach (var area in await db.PersonBoundaries.GroupBy(b => new { b.BoundarySetId, b.BoundaryId }).Select(g => new { g.Key.BoundarySetId, g.Key.BoundaryId, People = g.LongCount() }).ToListAsync(ct)) sums.Boundary(area.BoundarySetId, area.BoundaryId, area.People);
        await sums.Write(db, ct);
        // Neighbours come together, so that a part of them fills few squares.
        var (cell, last) = (0L, 0L);
        while (await db.PersonPlaces.AsNoTracking().Where(p => p.Cell >= cell && (p.Cell != cell || p.PersonId > last)).OrderBy(p => p.Cell).ThenBy(p => p.PersonId).Take(AtOnce * 10).ToListAsync(ct) is { Count: > 0 } part)
        {
            sums = new CellSums();
            foreach (var place in part) sums.Place(place, 1);
            await sums.Write(db, ct);
            (cell, last) = (part[^1].Cell ?? 0, part[^1].PersonId);
        }

        await transaction.CommitAsync(ct);
    }

    /// <summary>Counts of segments that may ask for places do not hold any more.</summary>
    public async Task Stale(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await db.SegmentCounts.Where(c => c.StaleSince == null).ExecuteUpdateAsync(s => s.SetProperty(c => c.StaleSince, now), ct);
    }

    private async Task<(long Points, bool IsChanged)> Place(long[] ids, Geocoder? geocoder, bool isAgain, IReadOnlyList<BoundaryIndex> indexes, CancellationToken ct)
    {
        var there = (await db.People.Where(p => EF.Parameter(ids).Contains(p.Id) && p.ArchivedAt == null).Select(p => p.Id).ToListAsync(ct)).ToHashSet();
        var addresses = (await db.PersonAddresses.AsNoTracking().Where(a => EF.Parameter(ids).Contains(a.PersonId)).ToListAsync(ct)).Where(a => Lived.Contains(a.Kind)).ToLookup(a => a.PersonId);
        var hands = (await db.PlacedByHands.AsNoTracking().Where(h => EF.Parameter(ids).Contains(h.PersonId)).ToListAsync(ct)).GroupBy(h => h.PersonId).ToDictionary(h => h.Key, h => h.OrderBy(p => p.PlacedAt).ThenBy(p => p.Id).Last());
        var before = await db.PersonPlaces.AsNoTracking().Where(p => EF.Parameter(ids).Contains(p.PersonId)).ToDictionaryAsync(p => p.PersonId, ct);
        var within = (await db.PersonBoundaries.AsNoTracking().Where(b => EF.Parameter(ids).Contains(b.PersonId)).ToListAsync(ct)).ToLookup(b => b.PersonId);
        var (places, rows, sums) = (new List<PersonPlace>(), new List<PersonBoundary>(), new CellSums());
        var (moved, crossed) = (new List<long>(), new List<long>());
        var points = 0L;
        foreach (var id in ids)
        {
            var old = before.GetValueOrDefault(id);
            var place = there.Contains(id) ? Of(id, hands.GetValueOrDefault(id), AddressOf(addresses[id]), old, geocoder, isAgain) : null;
            if (place?.Lat is not null) points++;
            if (place != old)
            {
                moved.Add(id);
                if (old is not null) sums.Place(old, -1);
                if (place is not null) sums.Place(place, 1);
                if (place is not null) places.Add(place);
            }

            var now = place?.Lat is { } lat && place.Lon is { } lon ? indexes.Select(i => (i.SetId, Boundary: i.Locate(lat, lon))).Where(b => b.Boundary is not null).ToDictionary(b => b.SetId, b => b.Boundary!.Value) : [];
            // Sets that are not drawn now (removed, or still coming in) keep what they have.
            var last = within[id].Where(b => indexes.Any(i => i.SetId == b.BoundarySetId)).ToDictionary(b => b.BoundarySetId, b => b.BoundaryId);
            if (now.Count == last.Count && now.All(n => last.GetValueOrDefault(n.Key) == n.Value)) continue;
            crossed.Add(id);
            foreach (var (set, boundary) in last) sums.Boundary(set, boundary, -1);
            foreach (var (set, boundary) in now)
            {
                sums.Boundary(set, boundary, 1);
                rows.Add(new() { PersonId = id, BoundarySetId = set, BoundaryId = boundary });
            }
        }

        if (moved.Count + crossed.Count == 0) return (points, false);
        await Write(moved, places, ct);
        await WriteBoundaries([.. indexes.Select(i => i.SetId)], crossed, rows, ct);
        await sums.Write(db, ct);
        return (points, true);
    }

    private PersonPlace? Of(long id, PlacedByHand? hand, PersonAddress? address, PersonPlace? old, Geocoder? geocoder, bool isAgain)
    {
        var key = address is null ? "" : KeyOf(address);
        if (hand is not null)
        {
            return old is { Source: Hand } && old.Lat == hand.Lat && old.Lon == hand.Lon && old.PlacedAt == hand.PlacedAt && old.AddressKey == key && old.AddressId == address?.Id
                ? old
                : Made(id, address, key, new(hand.Lat, hand.Lon, PlaceAccuracy.Hand, 100, ""), Hand, hand.PlacedAt);
        }

        if (address is null) return null;
        if (old is not null && old.Source != Hand && old.AddressKey == key && (geocoder is null || !isAgain)) return old;
        // Without a register nothing can be said of another address.
        if (geocoder is null) return null;
        var found = address.Country == "FR" ? geocoder.Find(new(address.Line1, address.Line2, address.Postcode, address.City, address.CityCode)) : null;
        var place = Made(id, address, key, found, geocoder.Facts.Source, clock.GetUtcNow().ToMicroseconds());
        return old is not null && Same(old, place) ? old : place;
    }

    private static PersonPlace Made(long id, PersonAddress? address, string key, Geocoded? found, string source, DateTimeOffset at) => new()
    {
        PersonId = id, AddressId = address?.Id, AddressKey = key, Lat = found?.Lat, Lon = found?.Lon, Accuracy = found?.Accuracy ?? PlaceAccuracy.None, Score = found?.Score ?? 0, Label = found?.Label ?? "",
        Source = source, Cell = found is null ? null : GridCell.Of(found.Lat, found.Lon, GridCell.Finest).Number, PlacedAt = at,
    };

    private static bool Same(PersonPlace one, PersonPlace other) =>
        (one.AddressId, one.AddressKey, one.Lat, one.Lon, one.Accuracy, one.Score, one.Label, one.Source) == (other.AddressId, other.AddressKey, other.Lat, other.Lon, other.Accuracy, other.Score, other.Label, other.Source);

    /// <summary>Of several, the one where they live.</summary>
    public static PersonAddress? AddressOf(IEnumerable<PersonAddress> addresses) =>
        addresses.Where(a => Lived.Contains(a.Kind) && a.Line1.Length + a.City.Length + a.Postcode.Length > 0).OrderBy(a => Array.IndexOf(Lived, a.Kind)).ThenBy(a => a.Position).ThenBy(a => a.Id).FirstOrDefault();

    /// <summary>What tells whether an address is still the one that was looked up.</summary>
    public static string KeyOf(PersonAddress address) => string.Join('|', NameKey.Of(address.Line1), NameKey.Of(address.Line2), address.Postcode, address.CityKey, address.CityCode, address.Country);

    private async Task Write(List<long> moved, List<PersonPlace> places, CancellationToken ct)
    {
        if (moved.Count == 0) return;
        await db.PersonPlaces.Where(p => EF.Parameter(moved).Contains(p.PersonId)).ExecuteDeleteAsync(ct);
        if (places.Count == 0) return;
        await using var writer = await db.Bulk("person_place", PlaceColumns, ct);
        foreach (var p in places) writer.Row(p.PersonId, p.AddressId, p.AddressKey, p.Lat, p.Lon, EnumText<PlaceAccuracy>.Of(p.Accuracy), p.Score, p.Label, p.Source, p.Cell, p.PlacedAt);
        await writer.Done(ct);
    }

    private async Task WriteBoundaries(long[] sets, List<long> crossed, List<PersonBoundary> rows, CancellationToken ct)
    {
        if (crossed.Count == 0) return;
        await db.PersonBoundaries.Where(b => EF.Parameter(sets).Contains(b.BoundarySetId) && EF.Parameter(crossed).Contains(b.PersonId)).ExecuteDeleteAsync(ct);
        await Insert(db, rows, ct);
    }

    internal static async Task Insert(Database db, List<PersonBoundary> rows, CancellationToken ct)
    {
        if (rows.Count == 0) return;
        await using var writer = await db.Bulk("person_boundary", ["boundary_set_id", "person_id", "boundary_id"], ct);
        foreach (var row in rows) writer.Row(row.BoundarySetId, row.PersonId, row.BoundaryId);
        await writer.Done(ct);
    }
}
