using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Accounts;
using Preau.Geography;
using Preau.People;
using Preau.Segments;

namespace Preau.Tests.Geography;

public sealed class PlaceTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_gets_an_address_gets_a_point_and_another_one_when_they_move()
    {
        await Ground.Load(app, Ground.Addresses);
        await using var nation = await app.NewNation();
        var set = await nation.Boundaries();
        var person = await nation.Lives("3 rue de l'Église");
        await nation.RunFeed();

        var place = await nation.Db.PersonPlaces.SingleAsync(Ct);
        Assert.Equal((PlaceAccuracy.House, 100), (place.Accuracy, place.Score));
        Assert.Equal("0001", await AreaOf(nation, person.Id));
        (await nation.Panel.Get($"/people/{person.Id}")).Shows("École (0001)");

        await nation.Db.PersonAddresses.Where(a => a.PersonId == person.Id).ExecuteUpdateAsync(s => s.SetProperty(a => a.Line1, "12 avenue de la Gare"), Ct);
        await Touch(nation, person.Id);
        Assert.Equal("0002", await AreaOf(nation, person.Id));
        Assert.Equal([0L, 1L], await nation.Db.Boundaries.OrderBy(b => b.Code).Select(b => b.People).ToListAsync(Ct));
        Assert.Equal(1, (await nation.Db.BoundarySets.SingleAsync(s => s.Id == set, Ct)).People);
        await Consistent(nation);

        await nation.Db.PersonAddresses.Where(a => a.PersonId == person.Id).ExecuteUpdateAsync(s => s.SetProperty(a => a.City, "Atlantis").SetProperty(a => a.Postcode, "00000"), Ct);
        await Touch(nation, person.Id);
        Assert.Equal(PlaceAccuracy.None, (await nation.Db.PersonPlaces.SingleAsync(Ct)).Accuracy);
        Assert.Null(await AreaOf(nation, person.Id));
        await Consistent(nation);
    }

    [Fact]
    public async Task A_point_that_was_put_by_hand_stays_whatever_the_register_says()
    {
        await Ground.Load(app, Ground.Addresses);
        await using var nation = await app.NewNation();
        await nation.Boundaries();
        var person = await nation.Lives("3 rue de l'Église");
        await nation.RunFeed();

        var said = await (await nation.Panel.Submit($"/people/{person.Id}/place", new { Form_Lat = "46,015", Form_Lon = "4.035" })).Follow();
        said.Shows("The point is where you put it.");
        said.Shows("put by hand");
        Assert.Equal("0002", await AreaOf(nation, person.Id));
        Assert.True(await nation.Db.AuditEntries.AnyAsync(a => a.Action == "placed_by_hand.created" && a.ConcernsId == person.Id, Ct));

        await nation.Panel.PostFrom("/map", "/map/placement", new { });
        await nation.RunJobs();
        await nation.Db.PersonAddresses.Where(a => a.PersonId == person.Id).ExecuteUpdateAsync(s => s.SetProperty(a => a.Line1, "1 rue de l'Église"), Ct);
        await Touch(nation, person.Id);
        Assert.Equal((46.015, 4.035), ((await nation.Db.PersonPlaces.SingleAsync(Ct)).Lat!.Value, (await nation.Db.PersonPlaces.SingleAsync(Ct)).Lon!.Value));
        (await nation.Panel.Get($"/people/{person.Id}")).Shows("The address is another one since");

        var undone = await nation.Panel.Submit($"/people/{person.Id}/place", new { }, "handler=Back");
        Assert.Equal(HttpStatusCode.Redirect, undone.Status);
        Assert.Equal("0001", await AreaOf(nation, person.Id));
        Assert.Empty(await nation.Db.PlacedByHands.ToListAsync(Ct));
        await nation.Panel.Submit($"/people/{person.Id}", new { }, "handler=back");
        Assert.Equal(46.015, (await nation.Db.PlacedByHands.SingleAsync(Ct)).Lat);
        await Consistent(nation);
    }

    [Theory]
    [InlineData("", "4", "Latitude")]
    [InlineData("north", "4", "A latitude is a number")]
    [InlineData("91", "4", "A latitude is a number")]
    [InlineData("46", "-181", "A longitude is a number")]
    [InlineData("NaN", "1e3", "A latitude is a number")]
    public async Task A_point_that_is_nowhere_is_refused(string lat, string lon, string sentence)
    {
        await using var nation = await app.NewNation();
        var person = await nation.Seeds.Person();

        var page = await nation.Panel.Submit($"/people/{person.Id}/place", new { Form_Lat = lat, Form_Lon = lon });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        page.Shows(sentence);
        Assert.Empty(await nation.Db.PlacedByHands.ToListAsync(Ct));
    }

    [Fact]
    public async Task Whoever_is_archived_or_erased_leaves_the_map_and_its_sums()
    {
        await Ground.Load(app, Ground.Addresses);
        await using var nation = await app.NewNation();
        await nation.Boundaries();
        var (one, other) = (await nation.Lives("3 rue de l'Église"), await nation.Lives("1 rue de l'Église"));
        await nation.RunFeed();
        Assert.Equal(2, (await nation.Db.MapCells.SingleAsync(c => c.Level == 10, Ct)).People);

        await nation.Panel.Submit($"/people/{one.Id}", new { }, "/archive");
        await nation.RunFeed();
        Assert.Equal([other.Id], await nation.Db.PersonPlaces.Select(p => p.PersonId).ToListAsync(Ct));
        await Consistent(nation);

        await nation.Panel.Submit($"/people/{one.Id}", new { }, "/restoration");
        await nation.RunFeed();
        Assert.Equal(2, await nation.Db.PersonBoundaries.CountAsync(Ct));

        await nation.Services.GetRequiredService<ErasePerson>().Run(other.Id, Ct);
        Assert.Equal([one.Id], await nation.Db.PersonPlaces.Select(p => p.PersonId).ToListAsync(Ct));
        await nation.RunFeed();
        await Consistent(nation);
        Assert.Equal(1, (await nation.Db.MapCells.SingleAsync(c => c.Level == 10, Ct)).People);
    }

    [Fact]
    public async Task Following_and_computing_anew_come_to_the_same()
    {
        await Ground.Load(app, Ground.Addresses);
        await using var nation = await app.NewNation();
        await nation.Boundaries();
        for (var i = 0; i < 20; i++) await nation.Lives(i % 3 == 0 ? "3 rue de l'Église" : i % 3 == 1 ? "14 av. de la Gare" : "1 rue Introuvable");
        await nation.RunFeed();
        var followed = await Sums(nation);

        await app.Services.GetRequiredService<Preau.Feed.RebuildReader>().Run(FollowAddresses.ReaderName, Ct);

        Assert.Equal(followed, await Sums(nation));
        Assert.NotEmpty(followed);
        await Consistent(nation);
    }

    [Fact]
    public async Task Segments_lists_and_files_know_where_people_live()
    {
        await Ground.Load(app, Ground.Addresses);
        await using var nation = await app.NewNation();
        var set = await nation.Boundaries();
        var (west, east, lost) = (await nation.Lives("3 rue de l'Église"), await nation.Lives("12 avenue de la Gare"), await nation.Lives("nowhere", "Atlantis", "00000"));
        await nation.RunFeed();
        var area = await nation.Db.Boundaries.Where(b => b.Code == "0001").Select(b => b.Id).SingleAsync(Ct);

        Assert.Equal([west.Id], await Members(nation, new("boundary", "in", [$"{area}"])));
        Assert.Equal([east.Id, lost.Id], await Members(nation, new("boundary", "not_in", [$"{area}"])));
        Assert.Equal([east.Id], await Members(nation, new("boundary_code", "is", ["0002"])));
        Assert.Equal([west.Id, east.Id], await Members(nation, new("boundary_set", "some", [$"{set}"])));
        Assert.Empty(await Members(nation, new("boundary_set", "none", [$"{set}"])));
        Assert.Equal([west.Id, east.Id], await Members(nation, new("place_accuracy", "is", ["house", "hand"])));
        Assert.Equal([lost.Id], await Members(nation, new("place_accuracy", "missing", [])));
        Assert.Contains("École (0001)", await nation.Services.GetRequiredService<SegmentSentence>().Of(new SegmentCondition("boundary", "in", [$"{area}"]), "en", Ct), StringComparison.Ordinal);

        var list = await nation.Panel.Get($"/people?view=all&place=boundary-{area}");
        list.Shows(west.LastName);
        list.DoesNotShow(east.LastName);
        list.Shows("Lives in: Bureaux · École (0001)");
        (await nation.Panel.Get("/people?view=all&place=boundary-x")).Shows("Nobody like that");

        var file = (await nation.Panel.Get("/people/export?view=all&format=csv")).Html;
        Assert.Contains("preau_latitude", file, StringComparison.Ordinal);
        Assert.Contains("preau_bureaux", file, StringComparison.Ordinal);
        Assert.Matches($"(?m)^.?{west.Id}[,;].*46[.,]01[,;].*house[,;]0001", file);
    }

    [Fact]
    public async Task A_volunteer_sees_where_their_own_people_live_and_no_map()
    {
        await Ground.Load(app, Ground.Addresses);
        await using var nation = await app.NewNation();
        await nation.Boundaries();
        var (volunteer, account) = await nation.SignIn(Role.Volunteer);
        var (mine, other) = (await nation.Lives("3 rue de l'Église"), await nation.Lives("1 rue de l'Église"));
        await nation.Db.People.Where(p => p.Id == mine.Id).ExecuteUpdateAsync(s => s.SetProperty(p => p.AssigneeId, account), Ct);
        await nation.RunFeed();
        var area = await nation.Db.Boundaries.Where(b => b.Code == "0001").Select(b => b.Id).SingleAsync(Ct);

        (await volunteer.Get($"/people/{mine.Id}")).Shows("École (0001)");
        Assert.Equal(HttpStatusCode.NotFound, (await volunteer.Get($"/people/{other.Id}")).Status);
        foreach (var path in new[] { "/map", "/map/cells", "/map/shapes", "/boundaries", $"/people/{mine.Id}/place" }) Assert.Equal(HttpStatusCode.Forbidden, (await volunteer.Get(path)).Status);
        var list = await volunteer.Get($"/people?view=all&place=boundary-{area}");
        list.Shows(mine.LastName);
        list.DoesNotShow(other.LastName);
    }

    private static async Task<long[]> Members(TestNation nation, SegmentCondition condition)
    {
        var services = nation.Services;
        Assert.Empty((await services.GetRequiredService<SegmentFields>().Catalogue(Ct)).Check(condition));
        var ids = await services.GetRequiredService<SegmentMembers>().Ids(condition, Ct);
        return [.. ids.Order()];
    }

    private static async Task Touch(TestNation nation, long personId)
    {
        var db = nation.Db;
        db.Trail.Record("person_address.changed", [personId]);
        await db.SaveChangesAsync(Ct);
        await nation.RunFeed();
    }

    private static async Task<string?> AreaOf(TestNation nation, long personId)
    {
        var db = nation.Db;
        return await db.PersonBoundaries.Where(b => b.PersonId == personId).Join(db.Boundaries, p => p.BoundaryId, b => b.Id, (p, b) => b.Code).SingleOrDefaultAsync(Ct);
    }

    private static async Task<string[]> Sums(TestNation nation) =>
    [
        .. (await nation.Db.MapCells.Where(c => c.People != 0).OrderBy(c => c.Level).ThenBy(c => c.X).ThenBy(c => c.Y).ToListAsync(Ct)).Select(c => $"{c.Level} {c.X} {c.Y} {c.People} {c.LatSum} {c.LonSum}"),
        .. (await nation.Db.PlaceTotals.Where(t => t.People != 0).OrderBy(t => t.Accuracy).ToListAsync(Ct)).Select(t => $"{t.Accuracy} {t.People}"),
        .. (await nation.Db.Boundaries.OrderBy(b => b.Id).ToListAsync(Ct)).Select(b => $"{b.Code} {b.People}"),
    ];

    /// <summary>What screens read says the same as the rows.</summary>
    private static async Task Consistent(TestNation nation)
    {
        var points = await nation.Db.PersonPlaces.Where(p => p.Lat != null).ToListAsync(Ct);
        foreach (var level in GridCell.Levels)
        {
            var cells = await nation.Db.MapCells.Where(c => c.Level == level && c.People != 0).ToListAsync(Ct);
            var expected = points.GroupBy(p => GridCell.Of(p.Lat!.Value, p.Lon!.Value, level)).Select(g => (g.Key.X, g.Key.Y, g.LongCount())).Order();
            Assert.Equal(expected, cells.Select(c => (c.X, c.Y, c.People)).Order());
        }

        var rows = await nation.Db.PersonBoundaries.ToListAsync(Ct);
        Assert.All(await nation.Db.Boundaries.ToListAsync(Ct), b => Assert.Equal(rows.LongCount(r => r.BoundaryId == b.Id), b.People));
        Assert.All(await nation.Db.PlaceTotals.ToListAsync(Ct), t => Assert.Equal(nation.Db.PersonPlaces.LongCount(p => p.Accuracy == t.Accuracy), t.People));
    }
}
