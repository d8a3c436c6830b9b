using System.Net;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Contacts;
using Preau.People;

namespace Preau.Tests.Contacts;

public sealed class FollowUpTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static async Task<FollowUp> Ask(TestNation nation, Person person, long? assignee, string what, string due)
    {
        var db = nation.Db;
        var followUp = new FollowUp { PersonId = person.Id, What = what, DueOn = DateOnly.Parse(due, System.Globalization.CultureInfo.InvariantCulture), AssigneeId = assignee, CreatedAt = nation.App.Clock.GetUtcNow() };
        db.Add(followUp);
        await db.SaveChangesAsync();
        return followUp;
    }

    [Fact]
    public async Task Mine_stand_by_their_day_and_are_settled_with_a_click_and_back()
    {
        await using var nation = await app.NewNation();
        var (owner, me) = await nation.SignIn(Role.Owner);
        (await owner.Get("/follow-ups")).Shows("Nothing to follow up");
        var person = await nation.Seeds.Person();
        var late = await Ask(nation, person, me, "En retard", "2026-11-20");
        await Ask(nation, person, me, "Ce jour", "2026-11-24");
        await Ask(nation, person, me, "Un jour", "2027-01-20");
        await Ask(nation, person, null, "De personne", "2026-11-20");

        var list = await owner.Get("/follow-ups");
        Assert.Equal(["Overdue", "Today", "Later"], list.Document.QuerySelectorAll("main h2").Select(h => h.TextContent.Trim()));
        list.DoesNotShow("De personne");
        var home = await owner.Get("/");
        home.Shows("2 follow-ups of yours are due today or overdue.");
        var due = await owner.Get(home.Document.QuerySelector("a[href*='follow-ups?due']")!.GetAttribute("href")!);
        Assert.Equal(["Overdue", "Today"], due.Document.QuerySelectorAll("main h2").Select(h => h.TextContent.Trim()));
        // Whose they are is chosen within what is due, and what comes later within whose they are.
        Assert.Equal("true", due.Document.QuerySelector("form.toolbar input[name=due]")?.GetAttribute("value"));
        Assert.NotNull((await owner.Get("/follow-ups?due=true&of=all")).Document.QuerySelector("main a[href$='/follow-ups?of=all']"));

        var told = await (await owner.Submit("/follow-ups", new { }, $"/follow-ups/{late.Id}/done")).Follow();
        told.Shows("Settled: En retard");
        (await owner.Get("/follow-ups?done=true")).Shows("En retard");
        (await owner.Get("/")).Shows("1 follow-up of yours is due today or overdue.");
        await owner.PostFrom("/follow-ups", $"/follow-ups/{late.Id}/reopening", new { });
        Assert.Null((await nation.Db.FollowUps.SingleAsync(f => f.Id == late.Id, Ct)).DoneAt);
        Assert.True(await nation.Db.AuditEntries.AnyAsync(a => a.Action == "follow_up.changed" && a.ConcernsId == person.Id, Ct));
    }

    [Fact]
    public async Task Logging_a_contact_settles_what_waited_and_tells_what_came_of_it()
    {
        await using var nation = await app.NewNation();
        var (owner, me) = await nation.SignIn(Role.Owner);
        var person = await nation.Seeds.Person();
        var followUp = await Ask(nation, person, me, "Rappeler", "2026-11-20");
        var path = $"/people/{person.Id}/contacts?done={followUp.Id}";

        await owner.Submit(path, new { Form_Method = "PhoneCall", Form_Status = "Answered" });

        var settled = await nation.Db.FollowUps.SingleAsync(Ct);
        var contact = await nation.Db.Contacts.SingleAsync(Ct);
        Assert.Equal((contact.Id, me), (settled.OutcomeId, settled.DoneById));
        (await owner.Get("/follow-ups?done=true")).Shows("Phone call: Answered");
        await owner.PostFrom("/contacts", $"/contacts/{contact.Id}/removal", new { });
        Assert.Null((await nation.Db.FollowUps.SingleAsync(Ct)).DoneAt);
        await owner.PostFrom("/contacts", $"/contacts/{contact.Id}/restoration", new { });
        Assert.NotNull((await nation.Db.FollowUps.SingleAsync(Ct)).DoneAt);
    }

    [Fact]
    public async Task Staff_see_everybodys_and_give_them_to_somebody_else()
    {
        await using var nation = await app.NewNation();
        var (staff, me) = await nation.SignIn(Role.Staff);
        var (_, volunteer) = await nation.SignIn(Role.Volunteer);
        var (_, finance) = await nation.SignIn(Role.Finance);
        var person = await nation.Seeds.Person();
        var followUp = await Ask(nation, person, null, "De personne", "2026-12-20");

        (await staff.Get("/follow-ups")).DoesNotShow("De personne");
        foreach (var of in new[] { "all", "nobody" }) (await staff.Get("/follow-ups?of=" + of)).Shows("De personne");
        (await staff.Get("/follow-ups?of=" + volunteer)).DoesNotShow("De personne");
        // A volunteer who does not look after the person, and a role that writes nothing, cannot be asked.
        foreach (var account in new[] { volunteer, finance, 0 })
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await staff.Submit($"/follow-ups/{followUp.Id}", new { Form_AssigneeId = account })).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await staff.Submit($"/follow-ups/{followUp.Id}", new { Form_AssigneeId = me, Form_DueOn = "2026-11-01" })).Status);
        await staff.Submit($"/people/{person.Id}", new { account = volunteer }, $"/people/{person.Id}/assignment");
        await staff.Submit($"/follow-ups/{followUp.Id}", new { Form_AssigneeId = volunteer, Form_What = "À la bénévole" });

        var kept = await nation.Db.FollowUps.SingleAsync(Ct);
        Assert.Equal((volunteer, "À la bénévole"), (kept.AssigneeId, kept.What));
        (await staff.Get("/follow-ups?of=" + volunteer)).Shows("À la bénévole");
    }

    [Fact]
    public async Task The_list_is_read_to_its_end_page_by_page()
    {
        await using var nation = await app.NewNation();
        var (owner, me) = await nation.SignIn(Role.Owner);
        var person = await nation.Seeds.Person();
        var db = nation.Db;
        for (var i = 0; i < 120; i++) db.Add(new FollowUp { PersonId = person.Id, What = $"Tâche {i:000}", DueOn = new DateOnly(2026, 11, 20).AddDays(i / 30), AssigneeId = me, CreatedAt = app.Clock.GetUtcNow(), DoneAt = i % 2 == 0 ? app.Clock.GetUtcNow().AddMinutes(i / 20) : null });
        await db.SaveChangesAsync(Ct);

        foreach (var path in new[] { "/follow-ups", "/follow-ups?done=true" })
        {
            var seen = new List<string>();
            for (var page = await owner.Get(path); ;)
            {
                seen.AddRange(page.Document.QuerySelectorAll("td.long").Select(d => d.TextContent));
                if (page.Document.QuerySelector(".pager a[rel=next]")?.GetAttribute("href") is not { } next) break;
                page = await owner.Get(next);
            }

            Assert.Equal(60, seen.Count);
            Assert.Equal(60, seen.Distinct(StringComparer.Ordinal).Count());
        }

        Assert.Equal(HttpStatusCode.OK, (await owner.Get("/follow-ups?after=99999999999999~1&of=nonsense")).Status);
    }

    [Fact]
    public async Task Archived_people_wait_for_nothing()
    {
        await using var nation = await app.NewNation();
        var (owner, me) = await nation.SignIn(Role.Owner);
        var person = await nation.Seeds.Person();
        await Ask(nation, person, me, "Rappeler", "2026-11-20");
        await owner.Submit($"/people/{person.Id}", new { }, $"/people/{person.Id}/archive");

        (await owner.Get("/follow-ups")).DoesNotShow("Rappeler");
        (await owner.Get("/")).DoesNotShow("follow-up of yours");
    }
}
