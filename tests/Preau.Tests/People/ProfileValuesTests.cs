using System.Net;
using Microsoft.EntityFrameworkCore;
using Preau.People;
using Preau.Tests.Imports;
using Purpose = Preau.Law.Purpose;

namespace Preau.Tests.People;

/// <summary>What a profile says of its values: how ways to reach somebody stand, what levels they had before, where each value came from.</summary>
public sealed class ProfileValuesTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_support_level_is_kept_with_its_source_and_who_wrote_it_down()
    {
        await using var nation = await app.NewNation();
        var person = (await nation.Seeds.Person(p => p.SupportLevel = 3, email: "k@example.org")).Id;
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await nation.Panel.Submit($"/people/{person}/edit", new { Form_SupportLevel = "2" });
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var import = await nation.BringIn("email,support_level\nk@example.org,1\n");
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var act = await (await nation.Panel.PostFrom("/account", "/people/acts/new", new { who = "people?view=all" })).Follow();
        await nation.Panel.Submit($"{act.Path}/field?field=support_level", new { Value = "4" });
        await nation.Panel.Submit(act.Path, new { }, "/start");
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await nation.Panel.Submit(act.Path, new { }, "/undo");
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await nation.Undo(import);

        var history = await nation.Db.SupportChanges.OrderBy(s => s.At).ToListAsync(Ct);
        Assert.Equal([(3, "panel"), (2, "panel"), (1, $"import:{import}"), (4, "panel"), (1, $"import:{import}"), (2, $"undo:{import}")], history.Select(s => (s.Level!.Value, s.Source)));
        Assert.NotNull(history[1].AuthorId);
        var page = await nation.Panel.Get($"/people/{person}");
        page.Shows("4 · opposed Entered by the team, Owner");
        page.Shows("2 · support Undo of import");
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await nation.Panel.Submit($"/people/{person}/edit", new { Form_SupportLevel = "" });
        Assert.Null((await nation.Db.SupportChanges.OrderBy(s => s.At).LastAsync(Ct)).Level);
    }

    [Fact]
    public async Task Whoever_a_file_brings_with_a_level_has_it_in_their_history_and_leaves_with_it()
    {
        await using var nation = await app.NewNation();
        var import = await nation.BringIn("nom,email,support_level,priority_level\nRoux,r@example.org,2,1\n");
        Assert.Equal((2, $"import:{import}"), (await nation.Db.SupportChanges.ToListAsync(Ct)).Select(s => (s.Level!.Value, s.Source)).Single());
        Assert.Equal(1, (await nation.Db.People.SingleAsync(Ct)).Priority);

        await nation.Undo(import);

        Assert.False(await nation.Db.SupportChanges.AnyAsync(Ct) || await nation.Db.People.AnyAsync(Ct));
    }

    [Fact]
    public async Task Priority_is_set_on_the_form_and_found_by_lists_and_segments()
    {
        await using var nation = await app.NewNation();
        var first = (await nation.Seeds.Person(p => p.LastName = "Un")).Id;
        await nation.Seeds.Person(p => p.LastName = "Deux");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await nation.Panel.Submit($"/people/{first}/edit", new { Form_Priority = "9" })).Status);

        await nation.Panel.Submit($"/people/{first}/edit", new { Form_Priority = "1" });

        (await nation.Panel.Get($"/people/{first}")).Shows("1 · first of all");
        var list = await nation.Panel.Get("/people?priority=1");
        list.Shows("Camille Un");
        list.DoesNotShow("Camille Deux");
        list.Shows("Priority: 1 · first of all");
        await nation.Panel.Submit("/segments/new", new { Name = "First", Tree = """{"join":"all","parts":[{"field":"priority","operator":"is","values":["1"]}]}""" });
        (await nation.Panel.Get($"/segments/{(await nation.Db.Segments.SingleAsync(Ct)).Id}")).Shows("Camille Un");
        var act = await (await nation.Panel.PostFrom("/account", "/people/acts/new", new { who = "people?view=all" })).Follow();
        await nation.Panel.Submit($"{act.Path}/field?field=priority", new { Value = "5" });
        await nation.Panel.Submit(act.Path, new { }, "/start");
        Assert.Equal([5, 5], await nation.Db.People.Select(p => p.Priority).ToListAsync(Ct));
    }

    [Fact]
    public async Task A_telephone_is_said_to_be_wrong_with_the_reason_and_a_no_goes_into_the_ledger()
    {
        await using var nation = await app.NewNation();
        var person = (await nation.Seeds.Person(email: "ada@example.org", phone: "+33639981020")).Id;
        var (mail, phone) = ((await nation.Db.PersonEmails.SingleAsync(Ct)).Id, (await nation.Db.PersonPhones.SingleAsync(Ct)).Id);
        var path = $"/people/{person}/ways";
        Dictionary<string, string> Ways(string mailState, string phoneState, string reason) => new(StringComparer.Ordinal)
        {
            ["Form.Ways[0].Id"] = $"{mail}", ["Form.Ways[0].IsPhone"] = "false", ["Form.Ways[0].State"] = mailState, ["Form.Ways[0].Reason"] = "",
            ["Form.Ways[1].Id"] = $"{phone}", ["Form.Ways[1].IsPhone"] = "true", ["Form.Ways[1].State"] = phoneState, ["Form.Ways[1].Reason"] = reason,
        };

        (await nation.Panel.Submit(path, Ways("Works", "Bad", ""))).Shows("Say why");
        var profile = await (await nation.Panel.Submit(path, Ways("NoMails", "Bad", "Une autre famille répond"))).Follow();

        profile.Shows("wrong number");
        profile.Shows("Une autre famille répond");
        profile.Shows("asks not to be written to");
        Assert.True((await nation.Db.PersonPhones.SingleAsync(Ct)).IsBad);
        Assert.Equal((Purpose.News, false, "panel"), (await nation.Db.ConsentEntries.ToListAsync(Ct)).Select(e => (e.Purpose, e.IsGiven, e.Source)).Single());
        Assert.True(await nation.Db.AuditEntries.AnyAsync(a => a.Action == "person_phone.changed" && a.ConcernsId == person, Ct));

        await nation.Panel.Submit(path, Ways("Works", "Works", ""));
        Assert.Equal((false, null), (await nation.Db.PersonPhones.ToListAsync(Ct)).Select(p => (p.IsBad, p.BadReason)).Single());
        // Nobody but the person takes a no back.
        Assert.False((await nation.Db.ConsentStates.SingleAsync(Ct)).IsGiven);
        Assert.Equal(1, await nation.Db.ConsentEntries.CountAsync(Ct));
        Assert.Equal(HttpStatusCode.Forbidden, (await (await nation.As(Preau.Accounts.Role.Volunteer)).Get(path)).Status);
    }

    [Fact]
    public async Task What_a_form_of_ways_left_alone_stays_as_it_became_meanwhile()
    {
        await using var nation = await app.NewNation();
        var person = (await nation.Seeds.Person(email: "ada@example.org", phone: "+33639981020")).Id;
        var path = $"/people/{person}/ways";
        var form = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var input in (await nation.Panel.Get(path)).Document.QuerySelectorAll("input[name^='Form.']")) form[input.GetAttribute("name")!] = input.GetAttribute("value") ?? "";
        (form["Form.Ways[0].State"], form["Form.Ways[1].State"], form["Form.Ways[1].Reason"]) = ("Works", "Bad", "Une autre famille répond");
        await nation.Db.PersonEmails.ExecuteUpdateAsync(s => s.SetProperty(e => e.IsBad, true).SetProperty(e => e.BadReason, "550 no such user"), Ct);

        await nation.Panel.PostFrom("/account", path, form);

        Assert.Equal((true, "550 no such user"), (await nation.Db.PersonEmails.ToListAsync(Ct)).Select(e => (e.IsBad, e.BadReason)).Single());
        Assert.Equal((true, "Une autre famille répond"), (await nation.Db.PersonPhones.ToListAsync(Ct)).Select(p => (p.IsBad, p.BadReason)).Single());
    }

    [Fact]
    public async Task A_way_that_was_bad_without_a_reason_stops_nobody_from_saving_another()
    {
        await using var nation = await app.NewNation();
        var person = (await nation.Seeds.Person(email: "ada@example.org", phone: "+33639981020")).Id;
        await nation.Db.PersonEmails.ExecuteUpdateAsync(s => s.SetProperty(e => e.IsBad, true), Ct);
        var path = $"/people/{person}/ways";

        await nation.Panel.Submit(path, new Dictionary<string, string>(StringComparer.Ordinal) { ["Form.Ways[1].State"] = "Bad", ["Form.Ways[1].Reason"] = "Une autre famille répond" });
        Assert.True((await nation.Db.PersonPhones.SingleAsync(Ct)).IsBad);
        Assert.Equal((true, null), (await nation.Db.PersonEmails.ToListAsync(Ct)).Select(e => (e.IsBad, e.BadReason)).Single());

        // A reason that was there is not emptied.
        (await nation.Panel.Submit(path, new Dictionary<string, string>(StringComparer.Ordinal) { ["Form.Ways[1].Reason"] = "" })).Shows("Say why");
    }

    [Fact]
    public async Task Each_value_says_in_place_where_it_came_from_and_the_story_goes_on()
    {
        await using var nation = await app.NewNation();
        await nation.BringIn("nom,email,profession\nRoux,r@example.org,Infirmière\n");
        var person = (await nation.Db.People.SingleAsync(Ct)).Id;
        await nation.Panel.Submit($"/people/{person}/edit", new { Form_Employer = "Mairie" });
        var db = nation.Db;
        for (var i = 0; i < 30; i++) db.Add(new Note { PersonId = person, Text = $"Note {i}", At = app.Clock.GetUtcNow().AddMinutes(-i) });
        await db.SaveChangesAsync(Ct);

        var page = await nation.Panel.Get($"/people/{person}");

        string Origin(string label) => page.Document.QuerySelectorAll(".origin").Single(o => o.QuerySelector("summary")!.GetAttribute("aria-label") == $"Where “{label}” comes from").TextContent;
        Assert.Contains("File people.csv", Origin("Occupation"), StringComparison.Ordinal);
        Assert.Contains("Entered by the team", Origin("Employer"), StringComparison.Ordinal);
        var earlier = page.Document.QuerySelector(".timeline .earlier a")!;
        Assert.Equal((earlier.GetAttribute("href"), null), (earlier.GetAttribute("hx-get"), earlier.GetAttribute("hx-trigger")));
        var byItself = page.Document.QuerySelector(".timeline .earlier .by-itself")!;
        Assert.Equal((earlier.GetAttribute("href"), "revealed"), (byItself.GetAttribute("hx-get"), byItself.GetAttribute("hx-trigger")));
        (await nation.Panel.Get(earlier.GetAttribute("href")!)).Shows("Note 29");
        foreach (var kind in Enum.GetValues<TimelineKind>()) Assert.Equal(HttpStatusCode.OK, (await nation.Panel.Get($"/people/{person}?kind={EnumText<TimelineKind>.Of(kind)}")).Status);
    }
}
