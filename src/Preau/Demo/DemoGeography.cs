using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO.Converters;
using NetTopologySuite.Operation.Union;
using Preau.Geography;
using Preau.Nations;

namespace Preau.Demo;

/// <summary>A register of made-up addresses, the boundaries of polling stations and quarters, and everybody placed by them: through the same doors as real files.</summary>
public sealed class DemoGeography(Database db, AddressBook book, BuildBook build, OpenBoundaries open, LoadBoundaries load, PlacePeople places, GeoWorks works, TimeProvider clock) : IDemoSeed
{
    private static readonly JsonSerializerOptions Json = new() { Converters = { new GeoJsonConverterFactory() } };

    public string Name => "geography";
    public int Order => 50;

    public async Task Run(CancellationToken ct)
    {
        await LoadAddresses(ct);
        await Bring("Bureaux de vote", BoundaryKind.PollingStation, "bureaux-de-vote.geojson", DemoPlace.Quarters.SelectMany((quarter, q) => quarter.Halls.Select((hall, h) => (Code: (q * 3 + h + 1).ToString("0000", CultureInfo.InvariantCulture), Name: hall, Shape: (Geometry)Area(q, h)))), ct);
        await Bring("Quartiers", BoundaryKind.District, "quartiers.geojson", DemoPlace.Quarters.Select((quarter, q) => (Code: $"Q{q + 1}", quarter.Name, Shape: UnaryUnionOp.Union(quarter.Halls.Select((_, h) => (Geometry)Area(q, h))))), ct);
        using var geocoder = book.Open();
        for (var last = 0L; await db.People.Where(p => p.Id > last && p.ArchivedAt == null).OrderBy(p => p.Id).Select(p => p.Id).Take(PlacePeople.AtOnce).ToArrayAsync(ct) is { Length: > 0 } ids; last = ids[^1])
        {
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            await places.Run(ids, geocoder, isAgain: false, ct);
            await transaction.CommitAsync(ct);
        }
    }

    private async Task LoadAddresses(CancellationToken ct)
    {
        Directory.CreateDirectory(book.Folder);
        var file = Path.Combine(book.Folder, "adresses-valmorin.csv");
        await File.WriteAllLinesAsync(file, DemoGround.Addresses(), ct);
        await build.Run([file], isOnly: false, null, ct);
        File.Delete(file);
    }

    private async Task Bring(string name, BoundaryKind kind, string fileName, IEnumerable<(string Code, string Name, Geometry Shape)> areas, CancellationToken ct)
    {
        var features = areas.Select(a => $$"""{"type":"Feature","properties":{"code":{{JsonSerializer.Serialize(a.Code)}},"nom":{{JsonSerializer.Serialize(a.Name)}}},"geometry":{{JsonSerializer.Serialize(a.Shape, Json)}}}""");
        using var content = new MemoryStream(Encoding.UTF8.GetBytes($$"""{"type":"FeatureCollection","features":[{{string.Join(',', features)}}]}"""));
        var set = await open.Run(content, fileName, name, kind, ct);
        set.State = BoundarySetState.Loading;
        var work = new GeoWork { Kind = GeoWorkKind.LoadBoundaries, SubjectId = set.Id, FileName = fileName, Total = content.Length, Done = content.Length, CreatedAt = clock.GetUtcNow() };
        db.Add(work);
        await db.SaveChangesAsync(ct);
        await load.Run(work, _ => Task.FromResult(true), ct);
        await works.Finish(work.Id, ct);
    }

    private static Polygon Area(int quarter, int hall) => new(new LinearRing([.. DemoGround.Ring(quarter, hall).Select(p => new Coordinate(p.Lon, p.Lat))]));
}
