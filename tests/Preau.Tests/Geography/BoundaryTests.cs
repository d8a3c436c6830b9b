using System.IO.Compression;
using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Geography;

namespace Preau.Tests.Geography;

public sealed class BoundaryTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_of_areas_is_looked_at_then_comes_in_and_everybody_is_placed()
    {
        await Ground.Load(app, Ground.Addresses);
        await using var nation = await app.NewNation();
        (await nation.Panel.Get("/boundaries")).Shows("No boundaries yet");
        await nation.Lives("3 rue de l'Église");
        await nation.Lives("12 avenue de la Gare");
        await nation.RunFeed();

        var look = await (await nation.Panel.Upload("/boundaries/new", "File", "areas.geojson", Ground.Halves.Bytes(), Named("Bureaux"))).Follow();
        look.Shows("The file holds 2 areas.");
        look.Shows("1 more has no shape and is left out.");
        Assert.Equal("codeBureauVote", look.Document.QuerySelector("#Form_Code option[selected]")!.GetAttribute("value"));
        Assert.Equal("nomBureauVote", look.Document.QuerySelector("#Form_Name option[selected]")!.GetAttribute("value"));
        Assert.Empty(await nation.Db.Boundaries.ToListAsync(Ct));
        var id = (await nation.Db.BoundarySets.SingleAsync(Ct)).Id;
        (await nation.Panel.Get($"/boundaries/{id}")).Shows("say which of its properties");

        var work = await (await nation.Panel.Submit($"/boundaries/{id}/columns", new { })).Follow();
        work.Shows("Bring in boundaries");
        await nation.RunJobs();
        (await nation.Panel.Get(work.Path)).Shows("2 live within one of the areas.");

        var set = await nation.Panel.Get($"/boundaries/{id}");
        set.Shows("2 people live within one of them.");
        set.Shows("École");
        Assert.Equal([("0001", "École", 1L), ("0002", "0002", 1L)], (await nation.Db.Boundaries.OrderBy(b => b.Code).ToListAsync(Ct)).Select(b => (b.Code, b.Name, b.People)));
        Assert.Empty(Directory.GetFiles(app.StoreOptions.Data, "*.geojson", SearchOption.AllDirectories));
        Assert.True(await nation.Db.AuditEntries.AnyAsync(a => a.Action == "boundary_set.created" && a.SubjectId == id, Ct));
    }

    [Fact]
    public async Task Boundaries_and_areas_are_called_otherwise_and_two_have_no_name_in_common()
    {
        await using var nation = await app.NewNation();
        var (one, other) = (await nation.Boundaries("Bureaux"), await nation.Boundaries("Cantons", kind: "canton"));
        var area = await nation.Db.Boundaries.Where(b => b.BoundarySetId == one && b.Code == "0001").Select(b => b.Id).SingleAsync(Ct);

        await nation.Panel.PostFrom($"/boundaries/{one}", $"/boundaries/{one}/names", new { name = "Bureaux 2026" });
        await nation.Panel.PostFrom($"/boundaries/{one}", $"/boundaries/{one}/names", new { area, name = "  École   Jules-Ferry " });
        (await nation.Panel.Get($"/boundaries/{one}")).Shows("Bureaux 2026");
        Assert.Equal("École Jules-Ferry", (await nation.Db.Boundaries.SingleAsync(b => b.Id == area, Ct)).Name);

        (await (await nation.Panel.PostFrom($"/boundaries/{other}", $"/boundaries/{other}/names", new { name = "BUREAUX 2026" })).Follow()).Shows("There are already boundaries called");
        (await (await nation.Panel.PostFrom($"/boundaries/{other}", $"/boundaries/{other}/names", new { area, name = "Theirs" })).Follow()).Shows("That area is gone.");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await nation.Panel.Upload("/boundaries/new", "File", "a.geojson", Ground.Halves.Bytes(), Named("cantons"))).Status);
    }

    [Fact]
    public async Task Removed_boundaries_come_back_for_a_day_with_who_moved_meanwhile()
    {
        await Ground.Load(app, Ground.Addresses);
        await using var nation = await app.NewNation();
        var person = await nation.Lives("3 rue de l'Église");
        await nation.RunFeed();
        var id = await nation.Boundaries();
        (await nation.Panel.Get($"/boundaries/{id}")).Shows("goes with its 2 areas. The 1 person in them stays");

        var removed = await (await nation.Panel.Submit($"/boundaries/{id}", new { }, "/removal")).Follow();
        removed.Shows("are removed.");
        (await nation.Panel.Get($"/people/{person.Id}")).DoesNotShow("École (0001)");
        Assert.Equal(HttpStatusCode.NotFound, (await nation.Panel.Get($"/boundaries/{id}")).Status);
        Assert.DoesNotContain("École", (await nation.Panel.Get($"/map/shapes?set={id}")).Html, StringComparison.Ordinal);

        await nation.Panel.Submit($"/people/{person.Id}/place", new { Form_Lat = "46.015", Form_Lon = "4.035" });
        await nation.Panel.PostFrom("/boundaries", $"/boundaries/{id}/restoration", new { });
        await nation.RunJobs();
        (await nation.Panel.Get($"/people/{person.Id}")).Shows("0002");
        Assert.Equal([0L, 1L], await nation.Db.Boundaries.OrderBy(b => b.Code).Select(b => b.People).ToListAsync(Ct));
        Assert.Equal(1, (await nation.Db.BoundarySets.SingleAsync(Ct)).People);

        await nation.Panel.Submit($"/boundaries/{id}", new { }, "/removal");
        app.Clock.Advance(TimeSpan.FromDays(2));
        await nation.Services.GetRequiredService<PurgeBoundaries>().Run(new PurgeRemovedBoundaries(), Ct);
        Assert.Empty(await nation.Db.BoundarySets.ToListAsync(Ct));
        Assert.Empty(await nation.Db.PersonBoundaries.ToListAsync(Ct));
    }

    [Theory]
    [InlineData("not json", "holds no FeatureCollection")]
    [InlineData("[1,2]", "holds no FeatureCollection")]
    [InlineData("""{"type":"Feature","geometry":null,"properties":{}}""", "holds no FeatureCollection")]
    [InlineData("""{"type":"FeatureCollection","features":[]}""", "holds no areas")]
    [InlineData("""{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":null}]}""", "None of the file’s 1 areas has a shape")]
    [InlineData("""{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[4,46]}}]}""", "Area 1 of the file is a Point")]
    [InlineData("""{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[[652000,6862000],[653000,6862000],[653000,6863000],[652000,6862000]]]}}]}""", "does not lie on Earth")]
    [InlineData("""{"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::2154"}},"type":"FeatureCollection","features":[]}""", "not longitude and latitude")]
    [InlineData("""{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[[4,46],[5,46]]]}}]}""", "cannot be read")]
    [InlineData("""{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"a":1},"geometry":{"type":"Polygon","coordinates":[[[4,46],[5,46],[5,47],[4,46]]]}},{"type":"Fea""", "broken or cut off at area 2")]
    public async Task A_file_that_holds_no_boundaries_is_refused_in_words(string json, string sentence)
    {
        await using var nation = await app.NewNation();

        var page = await nation.Panel.Upload("/boundaries/new", "File", "areas.geojson", json.Bytes(), Named("Bureaux"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        page.Shows(sentence);
        Assert.Empty(await nation.Db.BoundarySets.ToListAsync(Ct));
        Assert.Empty(Directory.GetFiles(app.StoreOptions.Data, "*.geojson", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_packed_file_that_is_cut_off_and_no_file_at_all_are_refused()
    {
        await using var nation = await app.NewNation();
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) await gzip.WriteAsync(Enumerable.Range(0, 4000).SelectMany(i => Encoding.UTF8.GetBytes($"{i * 7919 % 10007}")).Prepend((byte)'{').ToArray(), Ct);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await nation.Panel.Upload("/boundaries/new", "File", "a.geojson.gz", packed.ToArray()[..200], Named("Bureaux"))).Status);
        (await nation.Panel.Upload("/boundaries/new", "File", "a.geojson", [], Named("Bureaux"))).Shows("Choose a file that is not empty.");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await nation.Panel.Upload("/boundaries/new", "File", "a.geojson", Ground.Halves.Bytes(), new Dictionary<string, string>(StringComparer.Ordinal) { ["Form.Name"] = "", ["Form.Kind"] = "kingdom" })).Status);
    }

    [Fact]
    public async Task Work_that_was_stopped_leaves_nothing_half_in()
    {
        await using var nation = await app.NewNation();
        var columns = (await nation.Panel.Upload("/boundaries/new", "File", "areas.geojson", Ground.Halves.Bytes(), Named("Bureaux"))).Location!;
        var work = (await nation.Panel.Submit(columns, new { })).Location!;

        (await (await nation.Panel.Submit(work, new { }, "/cancellation")).Follow()).Shows("Stopped");
        await nation.RunJobs();

        Assert.Empty(await nation.Db.Boundaries.ToListAsync(Ct));
        Assert.Equal(GeoWorkState.Cancelled, (await nation.Db.GeoWorks.SingleAsync(Ct)).State);
        Assert.True(await nation.Db.AuditEntries.AnyAsync(a => a.Action == "geo_work.cancelled", Ct));
        var set = (await nation.Db.BoundarySets.SingleAsync(Ct)).Id;
        (await (await nation.Panel.Submit($"/boundaries/{set}", new { }, "/removal")).Follow()).Shows("are removed.");
    }

    [Fact]
    public async Task Real_polling_stations_and_communes_tell_where_somebody_votes()
    {
        var (stations, communes) = (RealData.Find("fr_bureaux_de_vote_contours_dep04.geojson.gz"), RealData.Find("fr_communes_contours_dep04.geojson.gz"));
        Assert.SkipUnless(stations is not null && communes is not null, "the boundaries of the department 04 are not beside the project (shared/data)");
        await using var nation = await app.NewNation();
        var person = await nation.Seeds.Person();
        await nation.Panel.Submit($"/people/{person.Id}/place", new { Form_Lat = "44.09262", Form_Lon = "6.23575" });

        foreach (var (name, file, kind) in new[] { ("Bureaux 04", stations, "polling_station"), ("Communes 04", communes, "commune") })
        {
            var page = await nation.Panel.Upload("/boundaries/new", "File", Path.GetFileName(file), await File.ReadAllBytesAsync(file, Ct), Named(name, kind));
            await nation.Panel.Submit(page.Location!, new { });
            await nation.RunJobs();
        }

        Assert.Equal([(260, 1, "CODE_BV", "COMMUNE"), (198, 0, "code", "nom")], (await nation.Db.BoundarySets.OrderBy(s => s.Id).ToListAsync(Ct)).Select(s => (s.BoundaryCount, s.LeftOut, s.CodeField!, s.NameField!)));
        var db = nation.Db;
        var areas = await db.PersonBoundaries.Join(db.Boundaries, p => p.BoundaryId, b => b.Id, (p, b) => new { b.Code, b.Name }).OrderBy(b => b.Code).ToListAsync(Ct);
        Assert.Equal(["04070", "04070"], areas.Select(a => a.Code[..5]));
        Assert.All(areas, a => Assert.Equal("Digne-les-Bains", a.Name));
        Assert.Contains("\"FeatureCollection\"", (await nation.Panel.Get($"/map/shapes?set={(await nation.Db.BoundarySets.OrderBy(s => s.Id).FirstAsync(Ct)).Id}")).Html, StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Named(string name, string kind = "polling_station") => new(StringComparer.Ordinal) { ["Form.Name"] = name, ["Form.Kind"] = kind };
}
