using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Accounts;
using Preau.Duplicates;
using Preau.People;
using Preau.Relations;
using Preau.Segments;

namespace Preau.Tests.Relations;

public sealed class RelationTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_relation_stands_on_both_profiles_with_the_right_word_and_is_taken_away_and_back()
    {
        await using var nation = await app.NewNation();
        var (jeanne, paul) = (await Person(nation, "Jeanne", "Aubry"), await Person(nation, "Paul", "Berger"));
        (await nation.Panel.Get($"/people/{jeanne.Id}/relations?q=zzz")).Shows("Nobody like that.");

        var said = await (await nation.Panel.Submit($"/people/{jeanne.Id}/relations?q=berg", new { Form_OtherId = paul.Id, Form_Role = "employer", Form_Title = "mairie", Form_Since = "2019-09-01" })).Follow();
        said.Shows("The relation is written down on both profiles.");
        said.Shows("Paul Berger employer, mairie, since 1 Sept 2019");
        said.Shows("Relation written down: employer, Paul Berger");
        (await nation.Panel.Get($"/people/{paul.Id}")).Shows("Jeanne Aubry employee, mairie, since 1 Sept 2019");
        Assert.Equal(2, await nation.Db.AuditEntries.CountAsync(a => a.Action == "relation.created", Ct));
        Assert.Equal([jeanne.Id, paul.Id], (await nation.Db.Changes.Where(c => c.Kind == "relation.created").ToListAsync(Ct)).SelectMany(c => c.People).Order());

        var id = (await nation.Db.Relations.SingleAsync(r => r.PersonId == paul.Id, Ct)).Id;
        (await (await nation.Panel.Submit($"/people/{paul.Id}/relations", new { }, $"/relations/{id}/removal")).Follow()).DoesNotShow("employee");
        Assert.Empty(await nation.Db.Relations.ToListAsync(Ct));
        (await nation.Panel.Get($"/people/{jeanne.Id}")).DoesNotShow("employer, mairie");
        await nation.Panel.PostFrom("/people", $"/relations/{id}/restoration", new { });
        Assert.Equal(2, await nation.Db.Relations.CountAsync(Ct));

        await nation.Panel.PostFrom("/people", $"/relations/{id}/removal", new { });
        app.Clock.Advance(TimeSpan.FromDays(3));
        await nation.RunJobs();
        Assert.Empty(await nation.Db.Relations.IgnoreQueryFilters([RelationMap.RemovedFilter]).ToListAsync(Ct));
    }

    [Fact]
    public async Task Nobody_is_related_to_themselves_nor_twice_the_same_way()
    {
        await using var nation = await app.NewNation();
        var (one, other) = (await Person(nation, "Ada", "Aubry"), await Person(nation, "Zoé", "Berger"));
        Assert.Null(await Add(nation, one, other, "friend"));

        Assert.Contains("already", await Add(nation, one, other, "friend"), StringComparison.Ordinal);
        Assert.Contains("already", await Add(nation, other, one, "friend"), StringComparison.Ordinal);
        Assert.Contains("themselves", await Add(nation, one, one, "friend"), StringComparison.Ordinal);
        Assert.Contains("Choose", await Add(nation, one, other, "enemy"), StringComparison.Ordinal);
        Assert.NotNull(await Add(nation, one, new Person { Id = 987654 }, "friend"));
        var page = await nation.Panel.PostFrom($"/people/{one.Id}", $"/people/{one.Id}/relations?q=berg", new { Form_OtherId = other.Id, Form_Role = "friend" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        page.Shows("That is written down already: personal friend.");
        var dates = await nation.Panel.PostFrom($"/people/{one.Id}", $"/people/{one.Id}/relations?q=berg", new { Form_OtherId = other.Id, Form_Role = "colleague", Form_Since = "2020-01-01", Form_Until = "2019-01-01" });
        dates.Shows("The end lies before the beginning.");
        Assert.Equal(2, await nation.Db.Relations.CountAsync(Ct));
        // What was taken away may be written down anew.
        await nation.Services.GetRequiredService<SaveRelation>().Remove((await nation.Db.Relations.FirstAsync(Ct)).Id, Ct);
        Assert.Null(await Add(nation, other, one, "friend"));
        Assert.Equal(2, await nation.Db.Relations.IgnoreQueryFilters([RelationMap.RemovedFilter]).CountAsync(Ct));
    }

    [Fact]
    public async Task Nobody_comes_to_stand_above_themselves()
    {
        await using var nation = await app.NewNation();
        var people = new List<Person>();
        for (var i = 0; i < 4; i++) people.Add(await Person(nation, "Ada", $"Nom{i}"));
        foreach (var role in new[] { "parent", "manager", "recruiter" })
        {
            for (var i = 0; i < 3; i++) Assert.Null(await Add(nation, people[i], people[i + 1], role));
            Assert.Contains("circle", await Add(nation, people[3], people[0], role), StringComparison.Ordinal);
        }

        Assert.Contains("circle", await Add(nation, people[0], people[3], "child"), StringComparison.Ordinal);
        Assert.Contains("circle", await Add(nation, people[1], people[0], "parent"), StringComparison.Ordinal);
        // Circles elsewhere are no matter, and end.
        foreach (var (a, b) in new[] { (0, 1), (1, 2), (2, 0) }) Assert.Null(await Add(nation, people[a], people[b], "mentor"));
        Assert.Equal(HttpStatusCode.OK, (await nation.Panel.Get($"/people/{people[0].Id}")).Status);
        // What was taken away does not come back into what would be a circle by now.
        var first = await nation.Db.Relations.SingleAsync(r => r.PersonId == people[0].Id && r.Role == "parent", Ct);
        await nation.Services.GetRequiredService<SaveRelation>().Remove(first.Id, Ct);
        Assert.Null(await Add(nation, people[3], people[0], "parent"));
        (await (await nation.Panel.PostFrom("/people", $"/relations/{first.Id}/restoration", new { })).Follow()).Shows("That would close a circle");
    }

    [Fact]
    public async Task Two_presses_at_the_same_moment_write_one_relation()
    {
        await using var nation = await app.NewNation();
        var (one, other) = (await Person(nation, "Ada", "Aubry"), await Person(nation, "Zoé", "Berger"));

        var said = await Task.WhenAll(Add(nation, one, other, "parent"), Add(nation, other, one, "parent"));

        Assert.Single(said, s => s is null);
        Assert.Equal(2, await nation.Db.Relations.CountAsync(Ct));
    }

    [Fact]
    public async Task A_merge_carries_relations_over_sets_aside_what_would_be_own_or_double_and_its_undo_brings_it_back()
    {
        await using var nation = await app.NewNation();
        var (kept, gone, friend, boss) = (await Person(nation, "Ada", "Aubry"), await Person(nation, "A.", "Aubry"), await Person(nation, "Zoé", "Berger"), await Person(nation, "Luc", "Chef"));
        foreach (var (a, b, role) in new[] { (kept, friend, "friend"), (gone, friend, "friend"), (kept, gone, "sibling"), (gone, boss, "manager") }) Assert.Null(await Add(nation, a, b, role));
        var before = await Rows(nation);
        var side = (await nation.Panel.Get($"/duplicates/pair?keep={kept.Id}&gone={gone.Id}")).Document.QuerySelectorAll(".side-by-side tr").Single(r => r.QuerySelector("th")?.TextContent == "Relations");
        Assert.Equal(["2", "3"], side.QuerySelectorAll("td").Select(c => c.TextContent));

        var done = Assert.IsType<MergeOutcome.Done>(await Merge(nation, kept, gone));
        Assert.Equal(new[] { (kept.Id, friend.Id, "friend"), (friend.Id, kept.Id, "friend"), (kept.Id, boss.Id, "manager"), (boss.Id, kept.Id, "subordinate") }.Order(), (await nation.Db.Relations.ToListAsync(Ct)).Select(r => (r.PersonId, r.OtherPersonId, r.Role)).Order());
        (await nation.Panel.Get($"/people/{kept.Id}")).Shows("Luc Chef superior");

        Assert.IsType<UnmergeOutcome.Done>(await nation.Services.GetRequiredService<UnmergePeople>().Run(done.MergeId, Ct));
        Assert.Equal(before, await Rows(nation));
    }

    [Fact]
    public async Task A_merge_that_would_put_somebody_above_themselves_is_refused()
    {
        await using var nation = await app.NewNation();
        var (grandmother, mother, child) = (await Person(nation, "Ada", "Aubry"), await Person(nation, "Zoé", "Aubry"), await Person(nation, "A.", "Aubry"));
        Assert.Null(await Add(nation, mother, grandmother, "parent"));
        Assert.Null(await Add(nation, child, mother, "parent"));

        Assert.Contains("parent", Assert.IsType<MergeOutcome.Refused>(await Merge(nation, grandmother, child)).Reason, StringComparison.Ordinal);
        Assert.Equal(4, await nation.Db.Relations.CountAsync(Ct));
        // A parent and their own child are one record less, and the relation between them is set aside.
        Assert.IsType<MergeOutcome.Done>(await Merge(nation, mother, child));
        Assert.Equal(2, await nation.Db.Relations.CountAsync(Ct));
    }

    [Fact]
    public async Task Whoever_is_erased_is_related_to_nobody()
    {
        await using var nation = await app.NewNation();
        var (one, other) = (await Person(nation, "Ada", "Aubry"), await Person(nation, "Zoé", "Berger"));
        Assert.Null(await Add(nation, one, other, "spouse"));
        Assert.Contains("Berger", (await nation.Panel.Get($"/people/{one.Id}/file")).Html, StringComparison.Ordinal);

        await nation.Services.GetRequiredService<ErasePerson>().Run(one.Id, Ct);

        Assert.Empty(await nation.Db.Relations.IgnoreQueryFilters([RelationMap.RemovedFilter]).ToListAsync(Ct));
        Assert.Equal([other.Id], (await nation.Db.Changes.Where(c => c.Kind == "relation.deleted").ToListAsync(Ct)).SelectMany(c => c.People));
    }

    [Fact]
    public async Task Whom_somebody_recruited_is_counted_and_listed()
    {
        await using var nation = await app.NewNation();
        var chief = await Person(nation, "Ada", "Aubry");
        var save = nation.Services.GetRequiredService<SaveRelation>();
        var recruits = new List<Person>();
        for (var i = 0; i < 60; i++)
        {
            recruits.Add(await Person(nation, "R", $"Nom{i}"));
            Assert.Null((await save.Add(recruits[i].Id, i < 55 ? chief.Id : recruits[0].Id, "recruiter", "", null, null, Ct)).Refusal);
        }

        var profile = await nation.Panel.Get($"/people/{chief.Id}");
        profile.Shows("Recruited 55 people who recruited 5 more");
        var list = await nation.Panel.Get(profile.Document.QuerySelector("a[href*='role=recruited']")!.GetAttribute("href")!);
        Assert.Equal(50, list.Document.QuerySelectorAll("tbody tr").Length);
        Assert.Equal(5, (await nation.Panel.Get(list.Document.QuerySelector("a[rel=next]")!.GetAttribute("href")!)).Document.QuerySelectorAll("tbody tr").Length);
        (await nation.Panel.Get($"/people/{recruits[3].Id}")).Shows("Ada Aubry recruiter");
        Assert.Equal([chief.Id], await Found(nation, "field:relation:recruited", "times", "6"));
    }

    [Fact]
    public async Task A_campaign_adds_kinds_of_its_own_and_removes_them_with_their_relations()
    {
        await using var nation = await app.NewNation();
        var (one, other) = (await Person(nation, "Ada", "Aubry"), await Person(nation, "Zoé", "Berger"));
        (await nation.Panel.Get("/settings/relations")).Shows("employer – employee");

        await nation.Panel.Submit("/settings/relations", new { Form_Name = "godparent", Form_Reverse = "godchild", Form_IsHierarchical = "true" });
        await nation.Panel.PostFrom("/settings/relations", "/settings/relations", new { Form_Name = "neighbour" });
        foreach (var wrong in new object[] { new { Form_Name = "GODCHILD" }, new { Form_Name = "…" }, new { Form_Name = "" }, new { Form_Name = "Parent", Form_Reverse = "x" }, new { Form_Name = "twin", Form_IsHierarchical = "true" } })
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await nation.Panel.PostFrom("/settings/relations", "/settings/relations", wrong)).Status);
        var type = await nation.Db.RelationTypes.OrderBy(t => t.Id).FirstAsync(Ct);

        Assert.Null(await Add(nation, one, other, RelationRoles.OwnCode(type.Id, isReverse: false)));
        Assert.Contains("circle", await Add(nation, other, one, RelationRoles.OwnCode(type.Id, isReverse: false)), StringComparison.Ordinal);
        (await nation.Panel.Get($"/people/{one.Id}")).Shows("Zoé Berger godparent");
        (await nation.Panel.Get($"/people/{other.Id}")).Shows("Ada Aubry godchild");
        (await nation.Panel.Get("/settings/relations")).Shows("neighbour");

        await nation.Panel.Submit("/settings/relations", new { }, $"/settings/relations/{type.Id}/removal");
        Assert.Empty(await nation.Db.Relations.ToListAsync(Ct));
        Assert.Equal("neighbour", (await nation.Db.RelationTypes.SingleAsync(Ct)).Name);
    }

    [Fact]
    public async Task A_kind_with_thousands_of_relations_is_gone_at_once_and_they_follow_in_the_background()
    {
        await using var nation = await app.NewNation();
        var db = nation.Db;
        var now = app.Clock.GetUtcNow();
        var type = new RelationType { Name = "godparent", Reverse = "godchild", CreatedAt = now };
        db.Add(type);
        var people = Enumerable.Range(0, 73).Select(i => new Person { FirstName = "P", LastName = $"Nom{i}", CreatedAt = now, ChangedAt = now }).ToList();
        db.AddRange(people);
        foreach (var (one, other) in people.SelectMany((p, i) => people.Skip(i + 1).Select(o => (p, o))))
        {
            db.Add(new Relation { PersonId = one.Id, OtherPersonId = other.Id, Role = RelationRoles.OwnCode(type.Id, isReverse: false), CreatedAt = now });
            db.Add(new Relation { PersonId = other.Id, OtherPersonId = one.Id, Role = RelationRoles.OwnCode(type.Id, isReverse: true), CreatedAt = now });
        }

        using (db.Trail.Pause()) await db.SaveChangesAsync(Ct);
        var services = nation.Services;
        Assert.NotNull(await services.GetRequiredService<RelationRoles>().Find(RelationRoles.OwnCode(type.Id, isReverse: false), Ct));

        (await (await nation.Panel.Submit("/settings/relations", new { }, $"/settings/relations/{type.Id}/removal")).Follow()).Shows("Its relations are being removed");
        // Whoever read the kinds before is refused as well.
        Assert.Contains("not there any more", (await services.GetRequiredService<SaveRelation>().Add(people[1].Id, people[0].Id, RelationRoles.OwnCode(type.Id, isReverse: false), "", null, null, Ct)).Refusal, StringComparison.Ordinal);
        // One of them that is taken away meanwhile goes on both sides.
        Assert.NotNull(await nation.Services.GetRequiredService<SaveRelation>().Remove((await nation.Db.Relations.FirstAsync(Ct)).Id, Ct));
        Assert.Equal(2, await nation.Db.Relations.IgnoreQueryFilters([RelationMap.RemovedFilter]).CountAsync(r => r.RemovedAt != null, Ct));
        await nation.RunJobs();

        Assert.False(await nation.Db.Relations.IgnoreQueryFilters([RelationMap.RemovedFilter]).AnyAsync(Ct));
        Assert.Equal(5256, await nation.Db.AuditEntries.Where(a => a.Action == "relation.deleted").SumAsync(a => a.Count, Ct));
    }

    [Fact]
    public async Task Segments_ask_for_a_relation_to_somebody_to_a_tag_and_to_a_person()
    {
        await using var nation = await app.NewNation();
        var (one, other, third) = (await Person(nation, "Ada", "Aubry"), await Person(nation, "Zoé", "Berger"), await Person(nation, "Luc", "Chef"));
        var db = nation.Db;
        var tag = new Tag { Name = "élue", NameKey = "elue" };
        db.Add(tag);
        db.Add(new PersonTag { PersonId = other.Id, TagId = tag.Id, AddedAt = app.Clock.GetUtcNow() });
        await db.SaveChangesAsync(Ct);
        Assert.Null(await Add(nation, one, other, "employer"));
        Assert.Null(await Add(nation, third, one, "employer"));

        Assert.Equal([one.Id, third.Id], await Found(nation, "field:relation:employer", "any"));
        Assert.Equal([other.Id], await Found(nation, "field:relation:employer", "none"));
        Assert.Equal([one.Id], await Found(nation, "field:relation:employer", "tag", $"{tag.Id}"));
        Assert.Equal([third.Id], await Found(nation, "field:relation:employer", "person", $"{one.Id}"));
        Assert.Equal([one.Id, other.Id], await Found(nation, "field:relation:employee", "any"));
        Assert.Equal("People who for “employer” have somebody who carries the tag élue", await nation.Services.GetRequiredService<SegmentSentence>().Of(new SegmentCondition("field:relation:employer", "tag", [$"{tag.Id}"]), "en", Ct));
    }

    [Fact]
    public async Task A_volunteer_reads_of_relations_only_those_to_their_own_people_and_changes_none()
    {
        await using var nation = await app.NewNation();
        var (volunteer, account) = await nation.SignIn(Role.Volunteer);
        var mine = await nation.Seeds.Person(p => (p.FirstName, p.LastName, p.AssigneeId) = ("Ada", "Mienne", account));
        var other = await Person(nation, "Zoé", "Berger");
        Assert.Null(await Add(nation, mine, other, "spouse"));

        foreach (var path in new[] { $"/people/{mine.Id}", $"/people/{mine.Id}/relations" }) (await volunteer.Get(path)).DoesNotShow("Berger");
        Assert.Equal(HttpStatusCode.NotFound, (await volunteer.Get($"/people/{other.Id}/relations")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await volunteer.PostFrom($"/people/{mine.Id}", $"/people/{mine.Id}/relations", new { Form_OtherId = other.Id, Form_Role = "friend" })).Status);
    }

    private static Task<Person> Person(TestNation nation, string first, string last) => nation.Seeds.Person(p => (p.FirstName, p.LastName) = (first, last));

    private static async Task<string?> Add(TestNation nation, Person person, Person other, string role) => (await nation.Services.GetRequiredService<SaveRelation>().Add(person.Id, other.Id, role, "", null, null, Ct)).Refusal;

    private static Task<MergeOutcome> Merge(TestNation nation, Person kept, Person gone) => nation.Services.GetRequiredService<MergePeople>().Run(kept.Id, gone.Id, new Dictionary<string, Side>(StringComparer.Ordinal), null, Ct);

    private static async Task<string[]> Rows(TestNation nation) => [.. (await nation.Db.Relations.OrderBy(r => r.Id).ToListAsync(Ct)).Select(r => $"{r.Id} {r.PersonId} {r.OtherPersonId} {r.Role} {r.Title} {r.CreatedAt:O}")];

    private static async Task<List<long>> Found(TestNation nation, string field, string op, params string[] values)
    {
        var services = nation.Services;
        var catalogue = await services.GetRequiredService<SegmentFields>().Catalogue(Ct);
        var tree = new SegmentCondition(field, op, values);
        Assert.Empty(catalogue.Check(tree));
        var parts = new SqlParts(nation.App.Clock.GetUtcNow(), DateOnly.FromDateTime(nation.App.Clock.GetUtcNow().UtcDateTime), _ => nation.App.Clock.GetUtcNow());
        var sql = catalogue.Compile(tree, parts);
        var found = new List<long>();
        await foreach (var id in nation.Db.Stream<long>($"select p.id from person p where p.nation_id = @nation_id and ({sql}) order by p.id", parts.Parameters, Ct)) found.Add(id);
        return found;
    }
}
