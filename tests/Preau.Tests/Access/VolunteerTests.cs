using System.Net;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Donations;

namespace Preau.Tests.Access;

/// <summary>Volunteers know whom they were given, and nothing about how to reach them or what they gave.</summary>
public sealed class VolunteerTests(PreauApp app) : IClassFixture<PreauApp>
{
    [Fact]
    public async Task Searching_finds_out_no_number_and_no_address()
    {
        await using var nation = await app.NewNation();
        var (volunteer, account) = await nation.SignIn(Role.Volunteer);
        await nation.Seeds.Person(p => (p.LastName, p.AssigneeId) = ("Mienne", account), email: "secrete@example.org", phone: "+33639980055");

        (await volunteer.Get("/people?q=mien")).Shows("Mienne");
        foreach (var guess in new[] { "+3363998", "0639980055", "secrete@", "secrete@example.org" })
        {
            (await nation.Panel.Get("/people?q=" + Uri.EscapeDataString(guess))).Shows("Mienne");
            (await volunteer.Get("/people?q=" + Uri.EscapeDataString(guess))).DoesNotShow("Mienne");
        }
    }

    [Fact]
    public async Task Home_shows_the_first_of_their_people_with_what_was_last_said()
    {
        await using var nation = await app.NewNation();
        var (volunteer, account) = await nation.SignIn(Role.Volunteer);
        var ada = await nation.Seeds.Person(p => (p.FirstName, p.LastName, p.AssigneeId) = ("Ada", "Abel", account), email: "secrete@example.org");
        await nation.Seeds.Person(p => (p.FirstName, p.LastName, p.AssigneeId) = ("Zoé", "Zeller", account));
        await nation.Seeds.Person(p => (p.FirstName, p.LastName) = ("Not", "Theirs"));
        var db = nation.Db;
        db.Add(new Preau.People.PersonAddress { PersonId = ada.Id, Kind = Preau.People.AddressKind.Home, Line1 = "1 rue secrète", Line2 = "", Postcode = "69001", City = "Lyon", Country = "FR" });
        db.Add(new Preau.People.Note { PersonId = ada.Id, Text = "Asks for a poster.", At = app.Clock.GetUtcNow().AddDays(-2) });
        db.Add(new Preau.People.Note { PersonId = ada.Id, Text = "Comes on Saturday.", At = app.Clock.GetUtcNow().AddDays(-1) });
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);

        var home = await volunteer.Get("/");
        home.Shows("2 people are assigned to you.");
        var rows = home.Document.QuerySelectorAll("tbody tr");
        Assert.Equal(["Ada Abel", "Zoé Zeller"], rows.Select(r => r.QuerySelector("a")!.TextContent));
        Assert.Equal($"/people/{ada.Id}", rows[0].QuerySelector("a")!.GetAttribute("href"));
        Assert.Contains("Lyon", rows[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("Comes on Saturday.", rows[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("Nothing yet", rows[1].TextContent, StringComparison.Ordinal);
        foreach (var hidden in new[] { "Asks for a poster.", "rue secrète", "secrete@", "Theirs" }) home.DoesNotShow(hidden);
    }

    [Fact]
    public async Task Nothing_that_a_volunteer_opens_holds_a_number_an_address_or_a_gift()
    {
        await using var nation = await app.NewNation();
        var (volunteer, account) = await nation.SignIn(Role.Volunteer);
        var mine = await nation.Seeds.Person(p => (p.LastName, p.AssigneeId) = ("Mienne", account), email: "secrete@example.org", phone: "+33639980055");
        var db = nation.Db;
        var now = app.Clock.GetUtcNow();
        db.Add(new Gift { PersonId = mine.Id, Status = GiftStatus.Received, Method = Preau.Law.PaymentMethod.Cheque, AmountCents = 123_45, Currency = "EUR", GivenAt = now, ReceivedAt = now, Language = "fr", Source = "panel" });
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        (await nation.Panel.Get($"/people/{mine.Id}")).Shows("123.45");

        foreach (var path in new[] { "/", "/people", "/people?view=all", $"/people/{mine.Id}", $"/people/{mine.Id}?kind=gift", $"/people/{mine.Id}/sources" })
        {
            var page = await volunteer.Get(path);
            Assert.Equal(HttpStatusCode.OK, page.Status);
            foreach (var secret in new[] { "secrete@example.org", "639980055", "39 98 00 55", "123.45" }) Assert.DoesNotContain(secret, page.Html, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Why_a_number_is_bad_and_who_wrote_down_which_level_are_not_theirs_to_read()
    {
        await using var nation = await app.NewNation();
        var (volunteer, account) = await nation.SignIn(Role.Volunteer);
        var mine = await nation.Seeds.Person(p => (p.LastName, p.AssigneeId, p.SupportLevel) = ("Mienne", account, 3), email: "secrete@example.org", phone: "+33639980055");
        await nation.Db.PersonPhones.ExecuteUpdateAsync(s => s.SetProperty(p => p.IsBad, true).SetProperty(p => p.BadReason, "Now at 06 39 98 00 77"), TestContext.Current.CancellationToken);
        await nation.Db.PersonEmails.ExecuteUpdateAsync(s => s.SetProperty(p => p.IsBad, true).SetProperty(p => p.BadReason, "Now neuve@example.org"), TestContext.Current.CancellationToken);
        await nation.Panel.Submit($"/people/{mine.Id}/edit", new { Form_SupportLevel = "2" });
        var path = $"/people/{mine.Id}";
        foreach (var told in new[] { "06 39 98 00 77", "neuve@example.org", "Support before" }) (await nation.Panel.Get(path)).Shows(told);

        var page = await volunteer.Get(path);

        page.Shows("wrong number");
        foreach (var hidden in new[] { "06 39 98 00 77", "neuve@example.org", "Support before" }) page.DoesNotShow(hidden);
        (await (await nation.As(Role.Finance)).Get(path)).DoesNotShow("Support before");
    }

    [Fact]
    public async Task A_number_is_shown_for_a_task_and_the_look_is_remembered()
    {
        await using var nation = await app.NewNation();
        var (volunteer, account) = await nation.SignIn(Role.Volunteer);
        var mine = await nation.Seeds.Person(p => (p.LastName, p.AssigneeId) = ("Mienne", account), email: "secrete@example.org", phone: "+33639980055");

        (await volunteer.Get($"/people/{mine.Id}")).Shows("How to reach them");
        var asked = await volunteer.Get($"/people/{mine.Id}/reach");
        asked.DoesNotShow("39 98 00 55");
        var call = await volunteer.Submit($"/people/{mine.Id}/reach", new { task = "Call" });
        call.Shows("39 98 00 55");
        call.DoesNotShow("secrete@example.org");
        // A call is free until somebody objects; a mail or a text message has to be agreed to first.
        (await volunteer.Submit($"/people/{mine.Id}/reach", new { task = "Text" })).Shows("Text messages go only to people who agreed to text messages");
        (await volunteer.Submit($"/people/{mine.Id}/reach", new { task = "Write" })).DoesNotShow("secrete@example.org");
        await nation.Panel.Submit($"/people/{mine.Id}", new { purpose = "news", give = "true" }, $"/people/{mine.Id}/consents");
        (await volunteer.Submit($"/people/{mine.Id}/reach", new { task = "Write" })).Shows("secrete@example.org");

        (await volunteer.Get($"/people/{mine.Id}")).DoesNotShow("39 98 00 55");
        var looks = await nation.Db.AuditEntries.Where(a => a.Action == "contact.shown" && a.ConcernsId == mine.Id && a.AccountId == account).OrderBy(a => a.Id).Select(a => a.Details).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["call", "write"], looks);
    }

    [Fact]
    public async Task What_came_of_a_call_is_written_down_on_their_own_people_alone()
    {
        await using var nation = await app.NewNation();
        var (volunteer, account) = await nation.SignIn(Role.Volunteer);
        var mine = await nation.Seeds.Person(p => (p.LastName, p.AssigneeId) = ("Mienne", account), phone: "+33639980055");
        var other = await nation.Seeds.Person(p => p.LastName = "Autre");
        await volunteer.Submit($"/people/{mine.Id}/reach", new { task = "Call" });

        await volunteer.Submit($"/people/{mine.Id}", new { text = "Vient samedi." }, $"/people/{mine.Id}/notes");
        Assert.Equal(HttpStatusCode.NotFound, (await volunteer.PostFrom($"/people/{mine.Id}", $"/people/{other.Id}/notes", new { text = "De trop." })).Status);

        var note = await nation.Db.Notes.SingleAsync(TestContext.Current.CancellationToken);
        Assert.Equal((mine.Id, account, "Vient samedi."), (note.PersonId, note.AuthorId, note.Text));
    }

    [Fact]
    public async Task The_first_page_says_how_many_people_wait_for_them()
    {
        await using var nation = await app.NewNation();
        var (volunteer, account) = await nation.SignIn(Role.Volunteer);

        (await volunteer.Get("/")).Shows("Nobody is assigned to you yet");
        await nation.Seeds.Person(p => (p.LastName, p.AssigneeId) = ("Mienne", account));
        await nation.Seeds.Person(p => p.LastName = "Autre");
        // In no list of theirs, so in no number either.
        await nation.Seeds.Person(p => (p.LastName, p.AssigneeId, p.ArchivedAt) = ("Partie", account, app.Clock.GetUtcNow()));

        (await volunteer.Get("/")).Shows("1 person is assigned to you.");
    }

    [Fact]
    public async Task A_number_is_not_shown_against_what_the_person_asked_nor_of_somebody_elses_people()
    {
        await using var nation = await app.NewNation();
        var (volunteer, account) = await nation.SignIn(Role.Volunteer);
        var refuses = await nation.Seeds.Person(p => (p.LastName, p.AssigneeId) = ("Muette", account), phone: "+33639980055");
        var fromRoll = await nation.Seeds.Person(p => (p.LastName, p.AssigneeId, p.IsRollOnly) = ("Liste", account, true), phone: "+33639980056");
        var other = await nation.Seeds.Person(p => p.LastName = "Autre", phone: "+33639980057");
        await nation.Panel.Submit($"/people/{refuses.Id}", new { purpose = "call", give = "false" }, $"/people/{refuses.Id}/consents");

        foreach (var person in new[] { refuses, fromRoll })
        {
            var page = await volunteer.Submit($"/people/{person.Id}/reach", new { task = "Call" });
            Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
            page.DoesNotShow("39 98 00");
        }

        Assert.Equal(HttpStatusCode.NotFound, (await volunteer.Get($"/people/{other.Id}/reach")).Status);
        Assert.False(await nation.Db.AuditEntries.AnyAsync(a => a.Action == "contact.shown", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Somebody_elses_people_are_not_there_by_any_address()
    {
        await using var nation = await app.NewNation();
        var (volunteer, _) = await nation.SignIn(Role.Volunteer);
        var other = await nation.Seeds.Person(p => p.LastName = "Autre");

        foreach (var path in new[] { $"/people/{other.Id}", $"/people/{other.Id}/sources", $"/people/{other.Id}?kind=note" }) Assert.Equal(HttpStatusCode.NotFound, (await volunteer.Get(path)).Status);
        foreach (var path in new[] { "/people?q=autre", $"/people?q=%23{other.Id}", "/people?view=roll", "/people?view=archived", "/people?view=all&sort=name", "/people?assignee=nobody" }) (await volunteer.Get(path)).DoesNotShow("Camille Autre");
        var partial = new HttpRequestMessage(HttpMethod.Get, $"/people/{other.Id}");
        partial.Headers.Add("HX-Request-Type", "partial");
        Assert.Equal(HttpStatusCode.NotFound, (await volunteer.Send(partial)).Status);
    }

    [Fact]
    public async Task Staff_hand_out_a_persons_file_without_the_donors_legal_data_and_finance_sees_it_on_the_gift()
    {
        await using var nation = await app.NewNation();
        var records = await Records.In(nation, 7);

        var file = await (await nation.As(Role.Staff)).Get(records.Path("people/{id:long}/file")!);

        Assert.Contains("Left out: your role does not show", file.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("1 rue des Portes", file.Html, StringComparison.Ordinal);
        Assert.Contains("1 rue des Portes", (await nation.Panel.Get(records.Path("people/{id:long}/file")!)).Html, StringComparison.Ordinal);
        Assert.DoesNotContain("1 rue des Portes", (await (await nation.As(Role.Staff)).Get(records.Path("gifts/{id:long}")!)).Html, StringComparison.Ordinal);
        (await (await nation.As(Role.Finance)).Get(records.Path("gifts/{id:long}")!)).Shows("1 rue des Portes");
    }
}
