using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Accounts;
using Preau.Feed;
using Preau.Geography;

namespace Preau.Tests.Geography;

/// <summary>Long work that is stopped, breaks, or is overtaken.</summary>
public sealed class GeoWorkTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stopped_before_it_began_a_file_did_not_come_in_and_goes_after_a_week()
    {
        await using var nation = await app.NewNation();
        var (set, work) = await Begun(nation);

        var file = Path.Combine(app.StoreOptions.Data, (await nation.Db.BoundarySets.SingleAsync(Ct)).Path);
        await nation.Panel.Submit(work, new { }, "/cancellation");
        Assert.True(File.Exists(file));
        Assert.Equal(BoundarySetState.Failed, (await nation.Db.BoundarySets.SingleAsync(Ct)).State);
        await nation.RunJobs();
        Assert.Empty(await nation.Db.Boundaries.ToListAsync(Ct));

        app.Clock.Advance(TimeSpan.FromDays(8));
        await nation.Services.GetRequiredService<PurgeBoundaries>().Run(new PurgeRemovedBoundaries(), Ct);
        Assert.False(await nation.Db.BoundarySets.AnyAsync(s => s.Id == set, Ct));
        Assert.False(File.Exists(file));
    }

    [Fact]
    public async Task Removed_before_it_came_in_the_work_is_over()
    {
        await using var nation = await app.NewNation();
        var (set, _) = await Begun(nation);

        await nation.Panel.Submit($"/boundaries/{set}", new { }, "/removal");
        await nation.RunJobs();

        Assert.Equal(GeoWorkState.Cancelled, (await nation.Db.GeoWorks.SingleAsync(Ct)).State);
    }

    [Fact]
    public async Task A_fault_of_the_program_ends_the_work_and_says_so()
    {
        await using var nation = await app.NewNation();
        var (set, work) = await Begun(nation);
        // A folder in the place of the file is no refusal that anybody foresaw.
        var path = Path.Combine(app.StoreOptions.Data, (await nation.Db.BoundarySets.SingleAsync(Ct)).Path);
        File.Delete(path);
        Directory.CreateDirectory(path);

        await nation.RunJobs();
        Directory.Delete(path);

        Assert.Equal(GeoWorkState.Failed, (await nation.Db.GeoWorks.SingleAsync(Ct)).State);
        Assert.Equal(BoundarySetState.Failed, (await nation.Db.BoundarySets.SingleAsync(s => s.Id == set, Ct)).State);
        (await nation.Panel.Get(work)).Shows("A fault of the program stopped this");
    }

    [Fact]
    public async Task Placing_that_was_stopped_is_said_and_begun_again()
    {
        await Ground.Load(app, Ground.Addresses);
        await using var nation = await app.NewNation();
        await nation.Lives("3 rue de l'Église");
        await nation.RunFeed();
        var set = await nation.Boundaries();
        (await nation.Panel.Get($"/boundaries/{set}")).DoesNotShow("Not everybody is placed");
        await nation.Db.GeoWorks.ExecuteUpdateAsync(s => s.SetProperty(w => w.State, GeoWorkState.Cancelled), Ct);
        await nation.Db.PersonBoundaries.ExecuteDeleteAsync(Ct);
        await nation.Db.Boundaries.ExecuteUpdateAsync(s => s.SetProperty(b => b.People, 0L), Ct);
        await nation.Db.BoundarySets.ExecuteUpdateAsync(s => s.SetProperty(b => b.People, 0L), Ct);

        (await nation.Panel.Get($"/boundaries/{set}")).Shows("Not everybody is placed");
        var work = await nation.Panel.Submit($"/boundaries/{set}", new { }, "handler=Placement");
        await nation.RunJobs();

        (await work.Follow()).Shows("1 lives within one of the areas.");
        Assert.Equal(1, (await nation.Db.BoundarySets.SingleAsync(Ct)).People);
        (await nation.Panel.Get($"/boundaries/{set}")).DoesNotShow("Not everybody is placed");
        var (staff, _) = await nation.SignIn(Role.Volunteer);
        Assert.Equal(HttpStatusCode.Forbidden, (await staff.PostFrom("/people", $"/boundaries/{set}?handler=Placement", new { })).Status);
    }

    [Fact]
    public async Task A_register_that_came_while_everybody_was_looked_up_is_the_one_that_holds()
    {
        await Ground.Load(app, Ground.Addresses, isOnly: true);
        await using var nation = await app.NewNation();
        var person = await nation.Lives("3 rue de l'Église");
        await nation.RunFeed();
        await nation.Panel.PostFrom("/map", "/map/placement", new { });
        // A run of before was killed behind this person, and the register is another one now.
        var old = app.Services.GetRequiredService<AddressBook>().File!;
        await nation.Db.GeoWorks.ExecuteUpdateAsync(s => s.SetProperty(w => w.LastId, person.Id).SetProperty(w => w.Done, 1L).SetProperty(w => w.Path, old), Ct);
        await Ground.Load(app, Ground.Addresses.Replace("4.010200", "4.015000", StringComparison.Ordinal));

        await nation.RunJobs();

        Assert.Equal(4.015, (await nation.Db.PersonPlaces.SingleAsync(Ct)).Lon!.Value, 4);
        var work = await nation.Db.GeoWorks.SingleAsync(Ct);
        Assert.Equal((GeoWorkState.Done, 1L), (work.State, work.Done));
    }

    [Fact]
    public async Task Whoever_may_not_load_addresses_does_not_stop_it_either()
    {
        await using var nation = await app.NewNation();
        var db = nation.Db;
        var work = new GeoWork { Kind = GeoWorkKind.LoadAddresses, CreatedAt = app.Clock.GetUtcNow() };
        db.Add(work);
        await db.SaveChangesAsync(Ct);
        var (staff, _) = await nation.SignIn(Role.Staff);

        (await staff.Get($"/map/work/{work.Id}")).DoesNotShow("Stop here");
        Assert.Equal(HttpStatusCode.Forbidden, (await staff.PostFrom("/map/addresses", $"/map/work/{work.Id}/cancellation", new { })).Status);
        (await nation.Panel.Get($"/map/work/{work.Id}")).Shows("Stop here");
    }

    [Fact]
    public async Task Computed_anew_without_a_register_points_stay_and_sums_are_those_of_the_rows()
    {
        await Ground.Load(app, Ground.Addresses);
        await using var nation = await app.NewNation();
        await nation.Boundaries();
        var (stays, goes) = (await nation.Lives("3 rue de l'Église"), await nation.Lives("1 rue de l'Église"));
        await nation.RunFeed();
        await nation.Db.People.Where(p => p.Id == goes.Id).ExecuteUpdateAsync(s => s.SetProperty(p => p.ArchivedAt, app.Clock.GetUtcNow()), Ct);
        await nation.Db.MapCells.ExecuteUpdateAsync(s => s.SetProperty(c => c.People, 77L), Ct);
        await nation.Db.Boundaries.ExecuteUpdateAsync(s => s.SetProperty(c => c.People, 77L), Ct);
        var book = app.Services.GetRequiredService<AddressBook>();
        foreach (var file in Directory.GetFiles(book.Folder, "*.sqlite")) File.Delete(file);

        await app.Services.GetRequiredService<RebuildReader>().Run(FollowAddresses.ReaderName, Ct);

        Assert.Equal([stays.Id], await nation.Db.PersonPlaces.Select(p => p.PersonId).ToListAsync(Ct));
        Assert.Equal([stays.Id], await nation.Db.PersonBoundaries.Select(p => p.PersonId).ToListAsync(Ct));
        Assert.All(await nation.Db.MapCells.ToListAsync(Ct), c => Assert.Equal(1, c.People));
        Assert.Equal(GridCell.Levels.Length, await nation.Db.MapCells.CountAsync(Ct));
        Assert.Equal([1L, 0L], await nation.Db.Boundaries.OrderBy(b => b.Code).Select(b => b.People).ToListAsync(Ct));
        Assert.Equal(1, (await nation.Db.BoundarySets.SingleAsync(Ct)).People);
        Assert.Equal(1, (await nation.Db.PlaceTotals.SingleAsync(t => t.People > 0, Ct)).People);
    }

    [Fact]
    public async Task Areas_that_lie_where_nobody_lives_are_asked_about()
    {
        await Ground.Load(app, Ground.Addresses);
        await using var nation = await app.NewNation();
        await nation.Lives("3 rue de l'Église");
        await nation.RunFeed();

        var named = new Dictionary<string, string>(StringComparer.Ordinal) { ["Form.Name"] = "Bureaux", ["Form.Kind"] = "polling_station" };
        (await (await nation.Panel.Upload("/boundaries/new", "File", "areas.geojson", Ground.Halves.Bytes(), named)).Follow()).DoesNotShow("the right way round");
        named["Form.Name"] = "Turned";
        var turned = """{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"1"},"geometry":{"type":"Polygon","coordinates":[[[46.0,4.0],[46.0,4.02],[46.02,4.02],[46.0,4.0]]]}}]}""";
        (await (await nation.Panel.Upload("/boundaries/new", "File", "areas.geojson", turned.Bytes(), named)).Follow()).Shows("the right way round");
    }

    [Fact]
    public async Task What_was_left_behind_is_cleared_away_after_a_day_and_what_is_waited_for_stays()
    {
        await using var nation = await app.NewNation();
        var folder = app.Services.GetRequiredService<AddressBook>().Folder;
        Directory.CreateDirectory(folder);
        var (left, waited, half) = (Path.Combine(folder, "upload-1.part"), Path.Combine(folder, "upload-2.part"), Path.Combine(folder, "building-1.sqlite"));
        foreach (var file in new[] { left, waited, half })
        {
            await File.WriteAllTextAsync(file, "", Ct);
            File.SetLastWriteTimeUtc(file, app.Clock.GetUtcNow().UtcDateTime.AddDays(-2));
        }

        var db = nation.Db;
        db.Add(new GeoWork { Kind = GeoWorkKind.LoadAddresses, Path = waited, CreatedAt = app.Clock.GetUtcNow() });
        await db.SaveChangesAsync(Ct);

        await nation.Services.GetRequiredService<PurgeBoundaries>().Run(new PurgeRemovedBoundaries(), Ct);

        Assert.Equal([false, true, false], new[] { left, waited, half }.Select(File.Exists));
        File.Delete(waited);
    }

    private static async Task<(long Set, string Work)> Begun(TestNation nation)
    {
        var columns = (await nation.Panel.Upload("/boundaries/new", "File", "areas.geojson", Ground.Halves.Bytes(), new Dictionary<string, string>(StringComparer.Ordinal) { ["Form.Name"] = "Bureaux", ["Form.Kind"] = "polling_station" })).Location!;
        return ((await nation.Db.BoundarySets.SingleAsync(Ct)).Id, (await nation.Panel.Submit(columns, new { })).Location!);
    }
}
