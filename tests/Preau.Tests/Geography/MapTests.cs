using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Preau.Geography;

namespace Preau.Tests.Geography;

public sealed class MapTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_map_shows_sums_and_each_opens_the_list_of_who_lives_there()
    {
        await Ground.Load(app, Ground.Addresses);
        await using var nation = await app.NewNation();
        (await nation.Panel.Get("/map")).Shows("Nobody is on the map yet");
        var set = await nation.Boundaries();
        for (var i = 0; i < 3; i++) await nation.Lives("3 rue de l'Église");
        var east = await nation.Lives("12 avenue de la Gare");
        await nation.RunFeed();

        var map = await nation.Panel.Get("/map");
        map.Shows("4 people have a point.");
        Assert.Equal($"/people?view=all&place=boundary-{await nation.Db.Boundaries.Where(b => b.Code == "0002").Select(b => b.Id).SingleAsync(Ct)}", map.Document.QuerySelector("table.list a")!.GetAttribute("href"));
        Assert.StartsWith("4,46,4.04,46.02", map.Document.QuerySelector("people-map")!.GetAttribute("data-box")!, StringComparison.Ordinal);

        Assert.Equal(4, Assert.Single(await Counts(nation, "-5,41,9,51", 5)));
        var near = await Counts(nation, "3.99,45.99,4.05,46.03", 14);
        Assert.Equal([1, 3], near.Order());
        var cells = (await Json(nation, "/map/cells?box=3.99,45.99,4.05,46.03&zoom=14")).GetProperty("cells").EnumerateArray().First(c => c.GetProperty("people").GetInt64() == 1);
        var list = await nation.Panel.Get(cells.GetProperty("path").GetString()!);
        list.Shows(east.LastName);
        list.Shows("1 person");
        list.Shows("Lives in: a square of the map");

        var shapes = await Json(nation, $"/map/shapes?set={set}&box=4.025,46.005,4.03,46.01");
        Assert.Equal(["0002"], shapes.GetProperty("features").EnumerateArray().Select(f => f.GetProperty("properties").GetProperty("name").GetString()));
    }

    [Theory]
    [InlineData("/map/cells?box=1,2,3")]
    [InlineData("/map/cells?box=5,50,4,51")]
    [InlineData("/map/cells?box=a,b,c,d")]
    [InlineData("/map/shapes?box=1,99,2,100")]
    public async Task A_part_of_the_map_that_is_none_is_refused(string path)
    {
        await using var nation = await app.NewNation();

        Assert.Equal(HttpStatusCode.BadRequest, (await nation.Panel.Get(path)).Status);
    }

    [Theory]
    [InlineData("-180,-85,180,85", 18)]
    [InlineData("-5,41,9,51", 0)]
    [InlineData("2.3,48.8,2.4,48.9", 99)]
    [InlineData("2.35,48.85,2.351,48.851", -3)]
    public void However_much_is_asked_for_a_screen_gets_what_it_can_hold(string box, int zoom)
    {
        var (first, last) = MapEndpoints.Squares(MapBox.Read(box)!.Value, Math.Clamp(zoom, 0, 18) + 2);

        Assert.InRange((long)(last.X - first.X + 1) * (last.Y - first.Y + 1), 1, 4096);
    }

    [Fact]
    public void Squares_lie_within_each_other_and_in_one_range()
    {
        var door = GridCell.Of(44.09262, 6.23575, GridCell.Finest);
        foreach (var level in GridCell.Levels)
        {
            var (first, last) = door.At(level).Range;
            Assert.InRange(door.Number, first, last);
            Assert.Equal(GridCell.Of(44.09262, 6.23575, level), door.At(level));
            Assert.False(GridCell.Of(44.3, 6.9, GridCell.Finest).Number >= first && GridCell.Of(44.3, 6.9, GridCell.Finest).Number <= last && level > 10);
        }
    }

    [Fact]
    public async Task An_address_is_found_with_the_areas_that_it_lies_in()
    {
        await Ground.Load(app, Ground.Addresses);
        await using var nation = await app.NewNation();
        await nation.Boundaries();

        var found = await nation.Panel.Get("/map?address=" + Uri.EscapeDataString("12 av de la gare, Valmorin-sur-Lène"));
        found.Shows("12 Avenue de la Gare, 99420 Valmorin-sur-Lène");
        found.Shows("Bureaux · 0002");
        (await nation.Panel.Get("/map?address=Atlantis")).Shows("The register knows no such address.");
    }

    [Fact]
    public async Task The_page_of_the_register_says_what_it_holds_and_a_shared_one_is_its_operators()
    {
        await Ground.Load(app, Ground.Addresses);
        await using var nation = await app.NewNation();
        await using var other = await app.NewNation();
        await nation.Lives("3 rue de l'Église");
        await nation.RunFeed();

        var page = await nation.Panel.Get("/map/addresses");
        page.Shows("11 addresses, 8 streets, 3 communes");
        page.Shows("to the house");
        page.Shows("Several campaigns use this installation");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await nation.Panel.PostFrom("/map/addresses", "/map/addresses", new { })).Status);

        var work = await (await nation.Panel.Submit("/map/addresses", new { }, "/map/placement")).Follow();
        await nation.RunJobs();
        (await nation.Panel.Get(work.Path)).Shows("1 person looked at. 1 has a point on the map.");
    }

    private static async Task<long[]> Counts(TestNation nation, string box, int zoom) =>
        [.. (await Json(nation, $"/map/cells?box={box}&zoom={zoom}")).GetProperty("cells").EnumerateArray().Select(c => c.GetProperty("people").GetInt64())];

    private static async Task<JsonElement> Json(TestNation nation, string path) => JsonDocument.Parse((await nation.Panel.Get(path)).Bytes).RootElement;
}

