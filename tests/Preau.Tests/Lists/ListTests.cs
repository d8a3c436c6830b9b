using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Accounts;
using Preau.Lists;
using Preau.People;
using Preau.Segments;

namespace Preau.Tests.Lists;

public sealed class ListTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_list_has_a_name_of_its_own_and_can_be_called_otherwise()
    {
        await using var nation = await app.NewNation();
        (await nation.Panel.Get("/lists")).Shows("No list yet");

        var made = await (await nation.Panel.Submit("/lists/new", new { Form_Name = "  Tractage   du samedi ", Form_Description = "On the market" })).Follow();
        made.Shows("Tractage du samedi");
        made.Shows("Nobody is on it yet");

        var again = await nation.Panel.Submit("/lists/new", new { Form_Name = "TRACTAGE DU SAMEDI" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, again.Status);
        again.Shows("There is already a list");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await nation.Panel.Submit("/lists/new", new { Form_Name = "…" })).Status);

        var id = (await nation.Db.PersonLists.SingleAsync(Ct)).Id;
        await nation.Panel.Submit($"/lists/{id}/edit", new { Form_Name = "Marché", Form_Description = "" });
        (await nation.Panel.Get("/lists")).Shows("Marché");
        Assert.True(await nation.Db.AuditEntries.AnyAsync(a => a.Action == "person_list.created" && a.SubjectId == id, Ct));
        Assert.True(await nation.Db.AuditEntries.AnyAsync(a => a.Action == "person_list.changed" && a.SubjectId == id, Ct));
    }

    [Fact]
    public async Task Everybody_whom_a_search_finds_comes_on_a_new_list_and_stays_when_the_search_would_not_find_them_any_more()
    {
        await using var nation = await app.NewNation();
        var a = await nation.Seeds.Person(p => (p.LastName, p.SupportLevel) = ("Un", 1));
        var b = await nation.Seeds.Person(p => (p.LastName, p.SupportLevel) = ("Deux", 1));
        await nation.Seeds.Person(p => p.LastName = "Trois");

        var link = (await nation.Panel.Get("/people?support=1")).Document.QuerySelector("a[href*='/lists/new']")!.GetAttribute("href")!;
        var list = await (await nation.Panel.Submit(link, new { Form_Name = "Sûrs" })).Follow();
        list.Shows("2 people put on the list “Sûrs”.");
        list.Shows("Camille Un");
        list.DoesNotShow("Camille Trois");
        var id = (await nation.Db.PersonLists.SingleAsync(Ct)).Id;
        await nation.Db.People.Where(p => p.Id == a.Id).ExecuteUpdateAsync(s => s.SetProperty(p => p.SupportLevel, 5), Ct);

        Assert.Equal([a.Id, b.Id], await nation.Db.PersonListMembers.Where(m => m.PersonListId == id).OrderBy(m => m.PersonId).Select(m => m.PersonId).ToListAsync(Ct));
        (await nation.Panel.Get($"/lists/{id}")).Shows("2 people");
        (await nation.Panel.Get($"/lists/{id}?q=deux")).Shows("1 person");
        (await nation.Panel.Get($"/lists/{id}?support=5&sort=name")).Shows("Camille Un");
        (await nation.Panel.Get($"/people/{a.Id}")).Shows("Sûrs");
        (await nation.Panel.Get("/lists")).Shows("2");
    }

    [Fact]
    public async Task Everybody_is_on_exactly_one_page_of_a_list()
    {
        await using var nation = await app.NewNation();
        for (var i = 0; i < 60; i++) await nation.Seeds.Person(p => p.IsRollOnly = i % 2 == 0);
        await nation.Panel.Submit("/lists/new?who=" + Uri.EscapeDataString("people?view=all"), new { Form_Name = "All" });
        var id = (await nation.Db.PersonLists.SingleAsync(Ct)).Id;

        foreach (var address in new[] { $"/lists/{id}", $"/lists/{id}?sort=name", $"/lists/{id}?q=exemple" })
        {
            var seen = new List<string>();
            for (var page = await nation.Panel.Get(address); ;)
            {
                seen.AddRange(page.Document.QuerySelectorAll("th[scope=row] a").Select(a => a.GetAttribute("href")!));
                if (page.Document.QuerySelector("a[rel=next]")?.GetAttribute("href") is not { } next) break;
                Assert.StartsWith("/lists/", next, StringComparison.Ordinal);
                page = await nation.Panel.Get(next);
            }

            Assert.Equal(60, seen.Count);
            Assert.Equal(60, seen.Distinct(StringComparer.Ordinal).Count());
        }
    }

    [Fact]
    public async Task A_list_of_a_segment_does_not_need_the_segment_afterwards()
    {
        await using var nation = await app.NewNation();
        await nation.Seeds.Person(p => p.SupportLevel = 1);
        await nation.Seeds.Person();
        await nation.Panel.Submit("/segments/new", new { Name = "For", Tree = """{"join":"all","parts":[{"field":"support_level","operator":"is","values":["1"]}]}""" });
        var segment = (await nation.Db.Segments.SingleAsync(Ct)).Id;

        var link = (await nation.Panel.Get($"/segments/{segment}")).Document.QuerySelector("a[href*='/lists/new']")!.GetAttribute("href")!;
        await nation.Panel.Submit(link, new { Form_Name = "From a segment" });
        await nation.Panel.Submit($"/segments/{segment}", new { }, "/removal");

        Assert.Equal(1, (await nation.Db.PersonLists.SingleAsync(Ct)).MemberCount);
        Assert.Empty(await nation.Db.Segments.ToListAsync(Ct));
    }

    [Fact]
    public async Task A_segment_finds_who_is_on_a_list()
    {
        await using var nation = await app.NewNation();
        var (a, b) = (await nation.Seeds.Person(), await nation.Seeds.Person());
        await nation.Seeds.Person();
        var list = await List(nation, "Saturday", a.Id, b.Id);
        var services = nation.Services;
        var tree = new SegmentCondition("list", "on", [$"{list}"]);

        Assert.Empty((await services.GetRequiredService<SegmentFields>().Catalogue(Ct)).Check(tree));
        Assert.Equal(2, await services.GetRequiredService<SegmentMembers>().Count(tree, Ct));
        Assert.Contains("Saturday", await services.GetRequiredService<SegmentSentence>().Of(tree, "en", Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_removed_list_changes_nobody_and_comes_back_for_a_day()
    {
        await using var nation = await app.NewNation();
        var person = await nation.Seeds.Person();
        var id = await List(nation, "Saturday", person.Id);

        var gone = await (await nation.Panel.Submit($"/lists/{id}", new { }, "/removal")).Follow();
        gone.Shows("The list “Saturday” is removed.");
        Assert.Equal(HttpStatusCode.NotFound, (await nation.Panel.Get($"/lists/{id}")).Status);
        await List(nation, "Other");
        (await (await nation.Panel.PostFrom("/lists", $"/lists/{id}/restoration", new { })).Follow()).Shows("Saturday");
        Assert.Equal(1, await nation.Db.PersonListMembers.CountAsync(m => m.PersonListId == id, Ct));

        await nation.Panel.Submit($"/lists/{id}", new { }, "/removal");
        await List(nation, "Saturday");
        (await (await nation.Panel.PostFrom("/lists", $"/lists/{id}/restoration", new { })).Follow()).Shows("There is already a list");

        app.Clock.Advance(TimeSpan.FromHours(26));
        await nation.RunJobs();
        Assert.False(await nation.Db.PersonLists.AnyAsync(l => l.Id == id, Ct));
        Assert.False(await nation.Db.PersonListMembers.AnyAsync(m => m.PersonListId == id, Ct));
        Assert.Equal(1, await nation.Db.People.CountAsync(Ct));
    }

    [Fact]
    public async Task A_list_is_split_into_parts_of_the_same_size_and_again_into_the_same_ones()
    {
        await using var nation = await app.NewNation();
        var people = new List<long>();
        for (var i = 0; i < 11; i++) people.Add((await nation.Seeds.Person()).Id);
        var id = await List(nation, "Team", [.. people]);

        var question = await (await nation.Panel.Submit($"/lists/{id}", new { parts = "3" }, "/split")).Follow();
        question.Shows("11 people will change.");
        (await (await nation.Panel.Submit(question.Path, new { }, "/start")).Follow()).Shows("11 people dealt out to 3 lists.");
        var first = await Parts(nation, "Team (");
        Assert.Equal([4, 4, 3], first.Select(p => p.Length));

        var again = await (await nation.Panel.Submit($"/lists/{id}", new { parts = "3" }, "/split")).Follow();
        await nation.Panel.Submit(again.Path, new { }, "/start");
        Assert.Equal(6, (await Parts(nation, "Team (")).Count);
        await nation.Panel.Submit(again.Path, new { }, "/undo");
        Assert.Equal(first, await Parts(nation, "Team ("));

        (await (await nation.Panel.Submit($"/lists/{id}", new { parts = "99" }, "/split")).Follow()).Shows("A list is split into 2 to 26 parts.");
    }

    [Fact]
    public async Task Whoever_is_erased_leaves_every_list_and_its_count()
    {
        await using var nation = await app.NewNation();
        var (a, b) = (await nation.Seeds.Person(), await nation.Seeds.Person());
        var id = await List(nation, "Saturday", a.Id, b.Id);

        await nation.Services.GetRequiredService<ErasePerson>().Run(a.Id, Ct);

        Assert.Equal(1, (await nation.Db.PersonLists.SingleAsync(l => l.Id == id, Ct)).MemberCount);
        Assert.Equal([b.Id], await nation.Db.PersonListMembers.Select(m => m.PersonId).ToListAsync(Ct));
    }

    [Fact]
    public async Task Volunteers_and_finance_officers_have_no_lists()
    {
        await using var nation = await app.NewNation();
        var id = await List(nation, "Saturday");
        foreach (var role in new[] { Role.Volunteer, Role.Finance })
        {
            var browser = await nation.As(role);
            foreach (var path in new[] { "/lists", $"/lists/{id}", "/lists/new" }) Assert.Equal(HttpStatusCode.Forbidden, (await browser.Get(path)).Status);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await nation.Panel.Get("/lists/new?who=account:7")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await nation.Panel.Get("/lists/new?who=segment:987654")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await nation.Panel.Get("/lists/987654")).Status);
    }

    private static async Task<long> List(TestNation nation, string name, params long[] people)
    {
        var db = nation.Db;
        var list = new PersonList { CreatedAt = nation.App.Clock.GetUtcNow(), ChangedAt = nation.App.Clock.GetUtcNow(), MemberCount = people.Length };
        list.Call(name);
        db.Add(list);
        foreach (var id in people) db.Add(new PersonListMember { PersonListId = list.Id, PersonId = id, AddedAt = nation.App.Clock.GetUtcNow() });
        await db.SaveChangesAsync(Ct);
        return list.Id;
    }

    private static async Task<List<long[]>> Parts(TestNation nation, string beginning)
    {
        var parts = new List<long[]>();
        foreach (var id in await nation.Db.PersonLists.Where(l => l.Name.StartsWith(beginning) && l.RemovedAt == null).OrderBy(l => l.Id).Select(l => l.Id).ToListAsync(Ct))
            parts.Add(await nation.Db.PersonListMembers.Where(m => m.PersonListId == id).OrderBy(m => m.PersonId).Select(m => m.PersonId).ToArrayAsync(Ct));
        return parts;
    }
}
