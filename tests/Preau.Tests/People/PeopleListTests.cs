using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Accounts;
using Preau.Exports;
using Preau.People;

namespace Preau.Tests.People;

public sealed class PeopleListTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_empty_list_teaches_what_to_do()
    {
        await using var nation = await app.NewNation();

        var page = await nation.Panel.Get("/people");

        page.Shows("Nobody yet");
        page.Shows("Import a file");
    }

    [Theory]
    [InlineData("dup")]
    [InlineData("Dupont Hé")]
    [InlineData("helo dup")]
    [InlineData("Hélo")]
    [InlineData("helo@EXAMPLE.org")]
    [InlineData("helo@")]
    [InlineData("06 39 98 00 31")]
    [InlineData("+33639")]
    [InlineData("0639")]
    public async Task Somebody_is_found_by_name_in_either_order_by_mail_and_by_phone(string typed)
    {
        await using var nation = await app.NewNation();
        await nation.Seeds.Person(p => (p.FirstName, p.LastName) = ("Héloïse", "Dupont"), email: "helo@example.org", phone: "+33639980031");
        await nation.Seeds.Person(p => (p.FirstName, p.LastName) = ("Bruno", "Martin"), email: "bruno@example.org", phone: "+33199000031");

        var page = await nation.Panel.Get("/people?q=" + Uri.EscapeDataString(typed));

        page.Shows("Héloïse Dupont");
        page.DoesNotShow("Bruno Martin");
        page.Shows("1 person");
    }

    [Theory]
    [InlineData("dupnot jean", "dupont jean")]
    [InlineData("jaen dupomt", "jean dupont")]
    [InlineData("tupont", "dupont")]
    [InlineData("duppont", "dupont")]
    [InlineData("dupon jeam", "dupon jean")]
    public async Task A_slip_of_the_finger_still_finds_somebody_and_the_list_says_so(string typed, string meant)
    {
        await using var nation = await app.NewNation();
        await nation.Seeds.Person(p => (p.FirstName, p.LastName) = ("Jean", "Dupont"));
        await nation.Seeds.Person(p => (p.FirstName, p.LastName) = ("Bruno", "Martin"));

        var page = await nation.Panel.Get("/people?q=" + Uri.EscapeDataString(typed));

        page.Shows("Jean Dupont");
        page.DoesNotShow("Bruno Martin");
        page.Shows($"Nobody is called “{typed}”. These may be meant: “{meant}”.");
    }

    [Theory]
    [InlineData("xyzzyx")]
    [InlineData("dup@nt")]
    [InlineData("'; drop table person; --")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task What_is_near_nobody_s_name_finds_nobody(string typed)
    {
        await using var nation = await app.NewNation();
        await nation.Seeds.Person(p => (p.FirstName, p.LastName) = ("Jean", "Dupont"), email: "dupont@example.org");

        (await nation.Panel.Get("/people?q=" + Uri.EscapeDataString(typed))).Shows("Nobody like that");
    }

    [Fact]
    public async Task A_guess_tells_volunteers_nothing_of_people_who_are_not_theirs()
    {
        await using var nation = await app.NewNation();
        var (volunteer, account) = await nation.SignIn(Role.Volunteer);
        await nation.Seeds.Person(p => (p.FirstName, p.LastName) = ("Jean", "Dupont"));
        await nation.Seeds.Person(p => (p.FirstName, p.LastName, p.AssigneeId) = ("Bruno", "Martin", account));

        (await volunteer.Get("/people?q=dupnot")).Shows("Nobody like that");
        (await volunteer.Get("/people?q=matrin")).Shows("Bruno Martin");
    }

    [Fact]
    public async Task Everybody_is_on_exactly_one_page_of_the_list()
    {
        await using var nation = await app.NewNation();
        var db = nation.Db;
        var now = app.Clock.GetUtcNow();
        for (var i = 0; i < 83; i++) db.Add(new Person { FirstName = i % 3 == 0 ? "Anne" : "Paul", LastName = "Même", CreatedAt = now.AddMinutes(-(i / 9)), ChangedAt = now });
        await db.SaveChangesAsync(Ct);

        foreach (var list in new[] { "/people", "/people?sort=name", "/people?view=all", "/people?q=meme", "/people?q=paul", "/people?q=anne+me" })
        {
            var seen = await Walk(nation, list);
            Assert.Equal(seen.Count, seen.Distinct().Count());
            Assert.Equal(list.Contains("paul", StringComparison.Ordinal) ? 55 : list.Contains("anne", StringComparison.Ordinal) ? 28 : 83, seen.Count);
        }
    }

    [Fact]
    public async Task A_narrowed_list_shows_who_fits_and_says_how_many()
    {
        await using var nation = await app.NewNation();
        var one = await nation.Seeds.Person(p => (p.FirstName, p.LastName, p.SupportLevel, p.Source) = ("Une", "Fit", 2, "page:4"), email: "une@example.org");
        await nation.Seeds.Person(p => (p.FirstName, p.LastName, p.SupportLevel, p.Source) = ("Deux", "Not", 4, "import:1"));
        await nation.Seeds.Person(p => (p.FirstName, p.LastName, p.IsRollOnly, p.Source) = ("Trois", "Roll", true, "roll"));
        await nation.Seeds.Person(p => (p.FirstName, p.LastName, p.CreatedAt) = ("Quatre", "Old", app.Clock.GetUtcNow().AddDays(-40)));
        var db = nation.Db;
        var tag = new Tag { Name = "Vélo", NameKey = "velo" };
        db.Add(tag);
        db.Add(new PersonTag { TagId = tag.Id, PersonId = one.Id, AddedAt = app.Clock.GetUtcNow() });
        db.Add(new ConsentState { PersonId = one.Id, Purpose = Preau.Law.Purpose.News, IsGiven = true, At = app.Clock.GetUtcNow() });
        await db.SaveChangesAsync(Ct);

        foreach (var query in new[] { $"tag={tag.Id}", "support=2", "source=page", "source=page:4", "consent=news", "has=mail", $"tag={tag.Id}&sort=name&support=2" })
        {
            var page = await nation.Panel.Get("/people?" + query);
            page.Shows("Une Fit");
            page.Shows("1 person");
        }
        var roll = await nation.Panel.Get("/people?view=roll");
        roll.Shows("Trois Roll");
        roll.Shows("1 person");
        (await nation.Panel.Get("/people?view=all")).Shows("4 people");
        (await nation.Panel.Get("/people?from=2026-11-20")).Shows("2 people");
        (await nation.Panel.Get("/people?to=2026-11-20")).Shows("1 person");
        (await nation.Panel.Get("/people?q=nobody")).Shows("Nobody like that");
        (await nation.Panel.Get("/people?after=%C3%A9garbage&tag=x&support=99999999999")).Shows("People");
    }

    [Fact]
    public async Task Chosen_people_are_tagged_assigned_archived_and_written_down_once()
    {
        await using var nation = await app.NewNation();
        var a = await nation.Seeds.Person(p => p.LastName = "A");
        var b = await nation.Seeds.Person(p => p.LastName = "B");
        var c = await nation.Seeds.Person(p => p.LastName = "C");
        var (_, volunteer) = await nation.SignIn(Role.Volunteer);

        await Act(nation, "/people", "tag", [a.Id, b.Id], ("tagName", "Tractage"));
        var again = await Act(nation, "/people", "tag", [b.Id, c.Id], ("tagName", "tractage"));
        (await again.Follow()).Shows("1 person tagged “tractage”");
        Assert.Equal(3, await nation.Db.PersonTags.CountAsync(Ct));
        Assert.Equal(1, await nation.Db.Tags.CountAsync(Ct));

        await Act(nation, "/people", "untag", [a.Id], ("tagName", "tractage"));
        Assert.Equal(2, await nation.Db.PersonTags.CountAsync(Ct));

        await Act(nation, "/people", "assign", [a.Id], ("account", volunteer.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(volunteer, (await nation.Db.People.SingleAsync(p => p.Id == a.Id, Ct)).AssigneeId);
        (await (await Act(nation, "/people", "assign", [a.Id], ("account", "987654"))).Follow()).Shows("no role in this campaign");

        var question = await (await Act(nation, "/people?tag=1&view=all", "archive", [], ("everybody", "true"))).Follow();
        question.Shows("2 people will change.");
        Assert.Equal(0, await nation.Db.People.CountAsync(p => p.ArchivedAt != null, Ct));
        await nation.Panel.Submit(question.Path, new { }, "/start");
        Assert.Equal(2, await nation.Db.People.CountAsync(p => p.ArchivedAt != null, Ct));
        Assert.Null((await nation.Db.People.SingleAsync(p => p.Id == a.Id, Ct)).ArchivedAt);
        Assert.True(await nation.Db.AuditEntries.AnyAsync(e => e.Action == "person_tag.created" && e.Count == 2, Ct));
    }

    [Fact]
    public async Task A_mail_address_is_found_by_its_first_letters_alone()
    {
        await using var nation = await app.NewNation();
        var (cleo, jo) = (await nation.Seeds.Person(p => p.LastName = "Blanc", email: "jdup.42@example.org"), await nation.Seeds.Person(p => p.LastName = "Jdup", email: "jdup.jo@example.org"));

        Assert.Equal([$"/people/{jo.Id}", $"/people/{cleo.Id}"], await Walk(nation, "/people?view=all&q=jdup"));
        Assert.Equal([$"/people/{cleo.Id}"], await Walk(nation, "/people?view=all&q=jdup.42"));
        (await nation.Panel.Get("/people?view=all&q=jdup")).Shows("2 people");
    }

    [Fact]
    public async Task What_was_done_to_many_is_taken_back_from_those_who_are_as_it_left_them()
    {
        await using var nation = await app.NewNation();
        var (panel, mine) = await nation.SignIn(Role.Staff);
        var people = new List<Person>();
        for (var i = 0; i < 3; i++) people.Add(await nation.Seeds.Person());
        var (a, b, c) = (people[0].Id, people[1].Id, people[2].Id);
        await nation.Seeds.Person(p => p.AssigneeId = mine);

        await Undo(nation, "tag", [a, b], ("tagName", "market"));
        Assert.Empty(await nation.Db.PersonTags.ToListAsync(Ct));

        await Act(nation, "/people?view=all", "tag", [a, b], ("tagName", "market"));
        await Undo(nation, "untag", [a, b, c], ("tagName", "market"));
        Assert.Equal([a, b], await nation.Db.PersonTags.OrderBy(t => t.PersonId).Select(t => t.PersonId).ToListAsync(Ct));

        await Act(nation, "/people?view=all", "assign", [a], ("account", $"{mine}"));
        await Undo(nation, "assign", [a, b, c], ("account", ""));
        Assert.Equal([mine, null, null], await nation.Db.People.Where(p => people.Select(q => q.Id).Contains(p.Id)).OrderBy(p => p.Id).Select(p => p.AssigneeId).ToListAsync(Ct));

        await Act(nation, "/people?view=all", "archive", [c]);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await Undo(nation, "archive", [a, b, c]);
        Assert.Equal([c], await nation.Db.People.Where(p => p.ArchivedAt != null).Select(p => p.Id).ToListAsync(Ct));
        Assert.Equal(4, await nation.Db.AuditEntries.CountAsync(e => e.Details == "undone", Ct));
    }

    [Fact]
    public async Task A_bulk_action_is_taken_back_once_by_whoever_did_it_and_within_a_day()
    {
        await using var nation = await app.NewNation();
        var person = await nation.Seeds.Person();
        await Act(nation, "/people?view=all", "tag", [person.Id], ("tagName", "market"));
        var path = $"/people/acts/{(await nation.Db.BulkActs.SingleAsync(Ct)).Id}/undo";
        var other = await nation.As(Role.Staff);
        var token = (await other.Get("/people")).Document.QuerySelector("[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        (await (await other.Post(path, new Dictionary<string, string> { ["__RequestVerificationToken"] = token })).Follow()).Shows("That can no longer be taken back.");
        Assert.Single(await nation.Db.PersonTags.ToListAsync(Ct));

        app.Clock.Advance(TimeSpan.FromDays(2));
        token = (await nation.Panel.Get("/people?view=all")).Document.QuerySelector("[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        (await (await nation.Panel.Post(path, new Dictionary<string, string> { ["__RequestVerificationToken"] = token })).Follow()).Shows("That can no longer be taken back.");
        Assert.Single(await nation.Db.PersonTags.ToListAsync(Ct));
    }

    [Fact]
    public async Task An_export_is_a_file_that_spreadsheets_cannot_run_and_it_is_remembered()
    {
        await using var nation = await app.NewNation();
        await nation.Seeds.Person(p => (p.FirstName, p.LastName, p.Occupation) = ("=cmd|' /C calc'!A0", "Dupont; \"dit\" Léo", "+33 and more"), email: "leo@example.org", phone: "+33639980044");

        var page = await nation.Panel.Get("/people/export?view=all");

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.StartsWith("text/csv", page.Response.Content.Headers.ContentType!.ToString(), StringComparison.Ordinal);
        Assert.Contains("\"Dupont; \"\"dit\"\" Léo\"", page.Html, StringComparison.Ordinal);
        Assert.Contains("'=cmd|", page.Html, StringComparison.Ordinal);
        Assert.Contains("'+33 and more", page.Html, StringComparison.Ordinal);
        Assert.Contains("+33639980044", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("'+33639980044", page.Html, StringComparison.Ordinal);
        Assert.Equal(1, (await nation.Db.AuditEntries.SingleAsync(e => e.Action == "person.exported", Ct)).Count);
    }

    [Fact]
    public async Task An_export_that_is_broken_off_is_remembered_all_the_same()
    {
        await using var nation = await app.NewNation();
        await nation.Seeds.Person();
        var services = nation.Services;

        var answer = await services.GetRequiredService<SendExport>().Answer("people", "", "csv", Ct);
        var http = new DefaultHttpContext { RequestServices = services };
        http.Response.Body = new HungUp();
        await Assert.ThrowsAsync<IOException>(() => answer.ExecuteAsync(http));

        Assert.Equal(1, (await nation.Db.AuditEntries.SingleAsync(e => e.Action == "person.exported", Ct)).Count);
    }

    [Fact]
    public async Task What_an_export_was_searched_for_is_not_remembered()
    {
        await using var nation = await app.NewNation();
        await nation.Seeds.Person(p => p.LastName = "Secretive");

        await nation.Panel.Get("/people/export?view=all&q=secretive");
        await nation.Panel.Get("/gifts/export.csv?q=secretive&review=true");

        Assert.Equal("view=all", (await nation.Db.AuditEntries.SingleAsync(e => e.Action == "person.exported", Ct)).Details);
        Assert.Equal("?review=true", (await nation.Db.AuditEntries.SingleAsync(e => e.Action == "gift.exported", Ct)).Details);
    }

    [Fact]
    public async Task Volunteers_see_only_whom_they_look_after_and_not_how_to_reach_them()
    {
        await using var nation = await app.NewNation();
        var (volunteer, account) = await nation.SignIn(Role.Volunteer);
        var mine = await nation.Seeds.Person(p => (p.LastName, p.AssigneeId) = ("Mienne", account), email: "mienne@example.org", phone: "+33639980055");
        var other = await nation.Seeds.Person(p => p.LastName = "Autre", email: "autre@example.org");

        var list = await volunteer.Get("/people");
        list.Shows("Mienne");
        list.DoesNotShow("Autre");
        list.DoesNotShow("mienne@example.org");
        list.Shows("m•••@e•••.org");
        Assert.Equal(HttpStatusCode.NotFound, (await volunteer.Get($"/people/{other.Id}")).Status);
        var profile = await volunteer.Get($"/people/{mine.Id}");
        profile.Shows("•• •• •• 55");
        Assert.DoesNotContain("mienne@example.org", profile.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("639980055", profile.Html, StringComparison.Ordinal);
        (await volunteer.Get("/people?q=autre")).DoesNotShow("Camille Autre");
        foreach (var closed in new[] { "/people/export", $"/people/{mine.Id}/file", $"/people/{mine.Id}/edit", $"/people/{mine.Id}/erasure", "/tags", "/fields" })
            Assert.Equal(HttpStatusCode.Forbidden, (await volunteer.Get(closed)).Status);
    }

    private static async Task<List<string>> Walk(TestNation nation, string path)
    {
        var seen = new List<string>();
        for (var page = await nation.Panel.Get(path); ;)
        {
            seen.AddRange(page.Document.QuerySelectorAll("th[scope=row] a").Select(a => a.GetAttribute("href")!));
            if (page.Document.QuerySelector("a[rel=next]")?.GetAttribute("href") is not { } next) return seen;
            page = await nation.Panel.Get(next);
        }
    }

    private static async Task Undo(TestNation nation, string act, long[] people, params (string, string)[] more)
    {
        var page = await (await Act(nation, "/people?view=all", act, people, more)).Follow();
        var form = page.Form("/undo");
        await nation.Panel.Post(form.GetAttribute("action")!, new Dictionary<string, string> { ["__RequestVerificationToken"] = form.QuerySelector("[name=__RequestVerificationToken]")!.GetAttribute("value")! });
    }

    private static async Task<Page> Act(TestNation nation, string path, string act, long[] people, params (string, string)[] more)
    {
        var form = (await nation.Panel.Get(path)).Form("/people/selection");
        var token = form.QuerySelector("[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        var fields = people.Select(p => new KeyValuePair<string, string>("people", p.ToString(System.Globalization.CultureInfo.InvariantCulture)))
            .Concat(more.Select(m => new KeyValuePair<string, string>(m.Item1, m.Item2))).Append(new("act", act)).Append(new("__RequestVerificationToken", token));
        return await nation.Panel.Post(form.GetAttribute("action")!, fields);
    }

    /// <summary>Whoever downloads has closed the window.</summary>
    private sealed class HungUp : MemoryStream
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => throw new IOException("gone");
    }
}
