using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Accounts;
using Preau.Households;
using Preau.People;
using Preau.Segments;

namespace Preau.Tests.Households;

public sealed class HouseholdTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Households_are_found_by_surname_street_town_and_size_and_each_is_on_one_page()
    {
        await using var nation = await app.NewNation();
        (await nation.Panel.Get("/households")).Shows("No household yet");
        for (var i = 0; i < 60; i++) await nation.Seeds.At($"{i + 1} rue Victor-Hugo", $"Nom{i}", city: i % 2 == 0 ? "Lyon" : "Bron");
        await nation.Seeds.At("8 quai de la Lène", "Dupont", "Jeanne", city: "Valmorin");
        await nation.Seeds.At("8 quai de la Lène", "Dupont", "Paul", city: "Valmorin");
        await nation.RunFeed();

        foreach (var find in new[] { "name=dup", "street=lène", "street=quai+de+la+lene", "street=8+quai+de+la+Lène", "city=valm", "size=2" })
        {
            var page = await nation.Panel.Get("/households?" + find);
            page.Shows("Jeanne, Paul");
            page.DoesNotShow("Nom1");
        }

        (await nation.Panel.Get("/households?name=zzz")).Shows("No household like that");
        foreach (var address in new[] { "/households", "/households?name=nom", "/households?street=victor", "/households?city=l", "/households?size=1" })
        {
            var seen = new List<string>();
            for (var page = await nation.Panel.Get(address); ;)
            {
                seen.AddRange(page.Document.QuerySelectorAll("th[scope=row] a").Select(a => a.GetAttribute("href")!));
                if (page.Document.QuerySelector("a[rel=next]")?.GetAttribute("href") is not { } next) break;
                page = await nation.Panel.Get(next);
            }

            Assert.Equal(seen.Count, seen.Distinct(StringComparer.Ordinal).Count());
            Assert.Equal(address.Contains("city=l", StringComparison.Ordinal) ? 30 : address is "/households" or "/households?size=1" ? 61 : 60, seen.Count);
        }
    }

    [Fact]
    public async Task A_household_tells_who_lives_there_where_they_stand_and_when_somebody_knocked()
    {
        await using var nation = await app.NewNation();
        var jeanne = await nation.Seeds.At("8 quai de la Lène", "Dupont", "Jeanne", with: p => p.SupportLevel = 1);
        await nation.Seeds.At("8 quai de la Lène", "Dupont", "Paul");
        await nation.RunFeed();
        await nation.Panel.Submit($"/people/{jeanne.Id}", new { Form_Method = "DoorKnock", Form_Status = "Answered" }, $"/people/{jeanne.Id}/contacts");

        var page = await nation.Panel.Get(await Link(nation, jeanne.Id));
        foreach (var shown in new[] { "Dupont", "8 quai de la Lène, 69003 Lyon", "Jeanne Dupont", "Paul Dupont", "2 people", "1 has not said where they stand", "Last knocked at:" }) page.Shows(shown);
        (await nation.Panel.Get($"/people/{jeanne.Id}")).Shows("Paul Dupont");
        Assert.Equal(HttpStatusCode.NotFound, (await nation.Panel.Get("/households/987654")).Status);
    }

    [Fact]
    public async Task Somebody_is_taken_out_put_elsewhere_and_made_a_household_and_each_is_taken_back()
    {
        await using var nation = await app.NewNation();
        var jeanne = await nation.Seeds.At("1 rue Haute", "Dupont", "Jeanne");
        var paul = await nation.Seeds.At("1 rue Haute", "Dupont", "Paul");
        var zoe = await nation.Seeds.At("9 rue Basse", "Leroy", "Zoé");
        await nation.RunFeed();
        var home = await Link(nation, jeanne.Id);

        var gone = await (await nation.Panel.Submit(home, new { people = paul.Id, act = "out" }, "/members")).Follow();
        gone.Shows("1 person is in no household any more.");
        Assert.Null(await Home(nation, paul.Id));
        await TakeBack(nation, home);
        Assert.Equal(await Home(nation, jeanne.Id), await Home(nation, paul.Id));

        var choice = await (await nation.Panel.Submit(home, new { people = paul.Id, act = "move" }, "/members")).Follow();
        choice.Shows("With whom does Paul Dupont live?");
        var found = await nation.Panel.Get(choice.Path + "&q=leroy");
        found.Shows("9 rue Basse");
        var moved = await (await nation.Panel.PostFrom(home, choice.Path, new { into = await Home(nation, zoe.Id) })).Follow();
        moved.Shows("1 person was put into this household.");
        moved.Shows("put here by hand");
        Assert.Equal(await Home(nation, zoe.Id), await Home(nation, paul.Id));

        // Corrections hold when something of them changes.
        var db = nation.Db;
        (await db.PersonAddresses.SingleAsync(a => a.PersonId == paul.Id, Ct)).Line1 = "40 rue Neuve";
        await db.SaveChangesAsync(Ct);
        await nation.RunFeed();
        Assert.Equal(await Home(nation, zoe.Id), await Home(nation, paul.Id));
        (await (await nation.Panel.Submit(await Link(nation, zoe.Id), new { people = paul.Id, act = "rules" }, "/members")).Follow()).Shows("Address and surname decide again for 1 person.");
        var own = await Home(nation, paul.Id);
        Assert.Equal("40 rue Neuve", await nation.Db.Households.Where(h => h.Id == own).Select(h => h.Line1).SingleAsync(Ct));

        var split = await (await nation.Panel.Submit(await Link(nation, jeanne.Id), new { people = jeanne.Id, act = "split" }, "/members")).Follow();
        split.Shows("1 person is a household of their own now.");
        split.Shows("1 rue Haute");
        (await nation.Panel.Get($"/people/{paul.Id}")).Shows("Put into another household");
        var deeds = await nation.Db.AuditEntries.Where(a => a.Action.StartsWith("household.")).OrderBy(a => a.Id).Select(a => a.Action).ToListAsync(Ct);
        Assert.Equal(["household.taken_out", "household.correction_undone", "household.moved", "household.left_to_rules", "household.split"], deeds);
        (await nation.Panel.PostFrom("/households", choice.Path, new { into = "987654" })).Shows("That household can't be chosen");
    }

    [Fact]
    public async Task Two_households_are_joined_also_for_whoever_comes_later_and_parted_again()
    {
        await using var nation = await app.NewNation();
        var jeanne = await nation.Seeds.At("1 rue Haute", "Dupont", "Jeanne");
        var zoe = await nation.Seeds.At("9 rue Basse", "Leroy", "Zoé");
        var far = await nation.Seeds.At("30 rue Loin", "Loin", "Luc");
        await nation.RunFeed();
        var (one, other, third) = (await Home(nation, jeanne.Id), await Home(nation, zoe.Id), await Home(nation, far.Id));

        (await (await nation.Panel.PostFrom("/households", $"/households/choice?join={one}", new { into = other })).Follow()).Shows("The two households are one now.");
        Assert.Equal(other, await Home(nation, jeanne.Id));
        var late = await nation.Seeds.At("1 rue Haute", "Dupont", "Paul");
        await nation.RunFeed();
        Assert.Equal(other, await Home(nation, late.Id));
        Assert.Equal($"/households/{other}", (await nation.Panel.Get($"/households/{one}")).Location);
        await nation.Panel.PostFrom("/households", $"/households/choice?join={other}", new { into = third });
        Assert.Equal(third, await Home(nation, late.Id));

        var corrections = await nation.Db.HouseholdCorrections.OrderBy(c => c.Id).Select(c => c.Id).ToListAsync(Ct);
        (await (await nation.Panel.PostFrom("/households", $"/households/corrections/{corrections[0]}/undoing", new { })).Follow()).Shows("Take that back first.");
        foreach (var id in Enumerable.Reverse(corrections)) await nation.Panel.PostFrom("/households", $"/households/corrections/{id}/undoing", new { });
        Assert.Equal((one, one, other, third), (await Home(nation, jeanne.Id), await Home(nation, late.Id), await Home(nation, zoe.Id), await Home(nation, far.Id)));
        (await (await nation.Panel.PostFrom("/households", $"/households/corrections/{corrections[0]}/undoing", new { })).Follow()).Shows("taken back already");
    }

    [Fact]
    public async Task A_name_given_by_hand_stays_and_an_empty_one_gives_the_surnames_back()
    {
        await using var nation = await app.NewNation();
        var jeanne = await nation.Seeds.At("1 rue Haute", "Dupont", "Jeanne");
        await nation.RunFeed();
        var home = await Link(nation, jeanne.Id);

        (await (await nation.Panel.Submit(home, new { name = "  Les   Dupont " }, "/name")).Follow()).Shows("The household is called “Les Dupont” now.");
        await nation.Seeds.At("1 rue Haute", "Martin", "Paul");
        await nation.RunFeed();
        Assert.Equal("Les Dupont", (await nation.Db.Households.SingleAsync(Ct)).Name);
        await nation.Panel.Submit(home, new { name = "" }, "/name");
        Assert.Equal("Dupont – Martin", (await nation.Db.Households.SingleAsync(Ct)).Name);
        var last = await nation.Db.HouseholdCorrections.MaxAsync(c => c.Id, Ct);
        await nation.Panel.PostFrom("/households", $"/households/corrections/{last}/undoing", new { });
        Assert.Equal("Les Dupont", (await nation.Db.Households.SingleAsync(Ct)).Name);
        (await (await nation.Panel.Submit(home, new { name = new string('x', 121) }, "/name")).Follow()).Shows("A name has 120 signs at most.");
    }

    [Fact]
    public async Task Somebody_without_an_address_lives_with_whom_they_are_put_to()
    {
        await using var nation = await app.NewNation();
        var (one, other) = (await nation.Seeds.Person(p => (p.FirstName, p.LastName) = ("Ada", "Abel")), await nation.Seeds.Person(p => (p.FirstName, p.LastName) = ("Zoé", "Zeller")));

        var page = await nation.Panel.Get($"/households/choice?people={one.Id}&q=zell");
        page.Shows("in no household yet");
        await nation.Panel.Submit($"/households/choice?people={one.Id}&q=zell", new { });

        Assert.NotNull(await Home(nation, one.Id));
        Assert.Equal(await Home(nation, one.Id), await Home(nation, other.Id));
        Assert.Equal(HttpStatusCode.NotFound, (await nation.Panel.Get("/households/choice?people=987654")).Status);
    }

    [Fact]
    public async Task A_number_that_several_have_is_texted_and_called_once()
    {
        await using var nation = await app.NewNation();
        var one = await nation.Seeds.Person(p => p.LastName = "Un", phone: "+33639980055");
        var two = await nation.Seeds.Person(p => p.LastName = "Deux", phone: "+33639980055");
        var three = await nation.Seeds.Person(p => p.LastName = "Trois", phone: "+33639980055");
        var own = await nation.Seeds.Person(p => p.LastName = "Quatre", phone: "+33639980056");
        var none = await nation.Seeds.Person();

        var lines = await nation.Services.GetRequiredService<HouseholdPhones>().Of([two.Id, one.Id, own.Id, none.Id], onlyMobile: false, Ct);

        Assert.Equal([("+33639980055", two.Id), ("+33639980056", own.Id)], lines.Select(l => (l.Number, l.PersonId)));
        Assert.Equal([two.Id, one.Id], lines[0].Asked);
        Assert.Equal([one.Id, two.Id, three.Id], lines[0].Everybody);
        (await nation.Panel.Get($"/people/{one.Id}")).Shows("shares this number with");
        (await nation.Panel.Get($"/people/{own.Id}")).DoesNotShow("shares this number with");
    }

    [Fact]
    public async Task A_volunteer_sees_of_a_household_only_their_own_people_and_the_number_covered()
    {
        await using var nation = await app.NewNation();
        var (volunteer, account) = await nation.SignIn(Role.Volunteer);
        var mine = await nation.Seeds.At("1 rue Haute", "Mienne", "Ada", phone: "+33639980055", with: p => p.AssigneeId = account);
        await nation.Seeds.At("1 rue Haute", "Autre", "Zoé", phone: "+33639980055");
        var far = await nation.Seeds.At("2 rue Haute", "Loin");
        await nation.RunFeed();

        var profile = await volunteer.Get($"/people/{mine.Id}");
        profile.Shows("and 1 more");
        var page = await volunteer.Get($"/households/{await Home(nation, mine.Id)}");
        page.Shows("Ada Mienne");
        page.Shows("and 1 more");
        foreach (var seen in new[] { profile, page })
        {
            seen.DoesNotShow("Zoé");
            seen.DoesNotShow("Autre");
        }

        profile.DoesNotShow("39 98 00 55");
        Assert.Equal(HttpStatusCode.NotFound, (await volunteer.Get($"/households/{await Home(nation, far.Id)}")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await volunteer.Get("/households")).Status);
    }

    [Fact]
    public async Task Segments_ask_how_many_live_there_and_who_the_others_are()
    {
        await using var nation = await app.NewNation();
        var tag = new Tag { Name = "relais", NameKey = "relais" };
        var jeanne = await nation.Seeds.At("1 rue Haute", "Dupont", "Jeanne", with: p => p.SupportLevel = 1);
        var paul = await nation.Seeds.At("1 rue Haute", "Dupont", "Paul");
        var alone = await nation.Seeds.At("2 rue Haute", "Seul", with: p => p.SupportLevel = 1);
        var nowhere = await nation.Seeds.Person();
        var db = nation.Db;
        db.Add(tag);
        db.Add(new PersonTag { PersonId = jeanne.Id, TagId = tag.Id, AddedAt = app.Clock.GetUtcNow() });
        await db.SaveChangesAsync(Ct);
        await nation.RunFeed();

        Assert.Equal([jeanne.Id, paul.Id], await Found(nation, "household_size", "at_least", "2"));
        Assert.Equal([alone.Id], await Found(nation, "household_size", "at_most", "1"));
        Assert.Equal([nowhere.Id], await Found(nation, "household_size", "none"));
        Assert.Equal([paul.Id], await Found(nation, "household_support", "is", "1", "2"));
        Assert.Equal([paul.Id], await Found(nation, "household_tag", "has", $"{tag.Id}"));
        Assert.Empty(await Found(nation, "household_gave", "ever"));
        Assert.Equal([jeanne.Id, alone.Id, nowhere.Id], await Found(nation, "household_first", "is"));
        Assert.Equal(FieldTraits.Opinion, (await nation.Services.GetRequiredService<SegmentFields>().Catalogue(Ct)).Traits(new SegmentCondition("household_support", "is", ["1"])));
    }

    [Fact]
    public async Task Letters_have_one_row_a_household()
    {
        await using var nation = await app.NewNation();
        await nation.Seeds.At("1 rue Haute", "Dupont", "Jeanne", with: p => p.Sex = Sex.Female);
        await nation.Seeds.At("1 rue Haute", "Dupont", "Paul", with: p => p.Sex = Sex.Male);
        await nation.Seeds.At("2 rue Haute", "Seul", "Luc", with: p => p.Sex = Sex.Male, line2: "Appt 4");
        await nation.Seeds.At("3 rue Haute", "Un", "Ève", with: p => p.Sex = Sex.Female);
        await nation.Seeds.At("3 rue Haute", "Deux", "Léa", with: p => p.Sex = Sex.Female);
        await nation.RunFeed();

        var file = (await nation.Panel.Get("/households/export.csv")).Html;
        foreach (var line in new[] { "The Dupont family", "Dear Madam, dear Sir,", "Mr Luc Seul", "Dear Sir,", "Appt 4", "Ms Ève Un and Ms Léa Deux", "Dear neighbours," }) Assert.Contains(line, file, StringComparison.Ordinal);
        Assert.Equal(3, (await nation.Panel.Get("/households/export.csv")).Html.Split("rue Haute").Length - 1);
        Assert.Equal(1, (await nation.Panel.Get("/households/export.csv?size=2&name=dup")).Html.Split("rue Haute").Length - 1);
        Assert.True(await nation.Db.AuditEntries.AnyAsync(a => a.Action == "household.exported", Ct));
        foreach (var format in new[] { "xlsx", "parquet" }) Assert.Equal(HttpStatusCode.OK, (await nation.Panel.Get($"/households/export.{format}")).Status);
    }

    [Fact]
    public async Task Other_rules_work_all_households_out_anew()
    {
        await using var nation = await app.NewNation();
        foreach (var name in new[] { "Un", "Deux" }) await nation.Seeds.At("1 rue Haute", name);
        await nation.RunFeed();
        Assert.Equal(1, await nation.Db.Households.CountAsync(Ct));
        Assert.NotNull((await nation.Panel.Get("/settings")).Document.QuerySelector("a[href='/settings/households']"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await nation.Panel.Submit("/settings/households", new { Form_MostSurnames = "0" })).Status);
        (await (await nation.Panel.Submit("/settings/households", new { Form_MostSurnames = "1" })).Follow()).Shows("Working out households anew");
        await nation.RunJobs();

        Assert.Equal(2, await nation.Db.Households.CountAsync(h => h.MemberCount == 1, Ct));
        var run = await nation.Db.HouseholdRuns.SingleAsync(Ct);
        Assert.Equal((RunState.Done, 2L), (run.State, run.Done));
        (await nation.Panel.Get("/settings/households")).Shows("2 people looked at");
    }

    [Fact]
    public async Task Working_out_anew_can_be_stopped()
    {
        await using var nation = await app.NewNation();
        await nation.Seeds.At("1 rue Haute", "Un");
        await nation.Panel.Submit("/settings/households", new { Form_MostSurnames = "2" });
        var run = (await nation.Db.HouseholdRuns.SingleAsync(Ct)).Id;

        await nation.Panel.Submit("/settings/households", new { }, $"/runs/{run}/cancellation");
        await nation.RunJobs();

        var stopped = await nation.Db.HouseholdRuns.SingleAsync(Ct);
        Assert.Equal((RunState.Cancelled, 0L), (stopped.State, stopped.Done));
    }

    [Fact]
    public async Task The_file_for_a_person_says_where_they_live()
    {
        await using var nation = await app.NewNation();
        var jeanne = await nation.Seeds.At("1 rue Haute", "Dupont", "Jeanne");
        await nation.RunFeed();

        Assert.Contains("\"households\"", (await nation.Panel.Get($"/people/{jeanne.Id}/file")).Html, StringComparison.Ordinal);
    }

    private static async Task<long?> Home(TestNation nation, long personId) => await nation.Db.HouseholdMembers.Where(m => m.PersonId == personId).Select(m => m.HouseholdId).SingleOrDefaultAsync(Ct);

    private static async Task<string> Link(TestNation nation, long personId) => $"/households/{await Home(nation, personId)}";

    private static async Task TakeBack(TestNation nation, string page) => await nation.Panel.Submit(page, new { }, "/undoing");

    private static async Task<List<long>> Found(TestNation nation, string field, string op, params string[] values)
    {
        var services = nation.Services;
        var tree = new SegmentCondition(field, op, values);
        Assert.Empty((await services.GetRequiredService<SegmentFields>().Catalogue(Ct)).Check(tree));
        var parts = new SqlParts(nation.App.Clock.GetUtcNow(), DateOnly.FromDateTime(nation.App.Clock.GetUtcNow().UtcDateTime), _ => nation.App.Clock.GetUtcNow());
        var sql = (await services.GetRequiredService<SegmentFields>().Catalogue(Ct)).Compile(tree, parts);
        var found = new List<long>();
        await foreach (var id in nation.Db.Stream<long>($"select p.id from person p where p.nation_id = @nation_id and ({sql}) order by p.id", parts.Parameters, Ct)) found.Add(id);
        return found;
    }
}
