using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.People;
using Preau.Texting.Peers;

namespace Preau.Tests.Texting.Peers;

/// <summary>Who writes to whom, and how far it has come.</summary>
public sealed class PeerOrganiserTests(TextingApp app) : IClassFixture<TextingApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Volunteers_take_a_batch_at_a_time_up_to_their_share_and_no_number_is_twos()
    {
        var peers = await PeerNation.Draft(app);
        await using var nation = peers.Nation;
        for (var i = 0; i < 9; i++) await app.Reader(nation);
        var (first, one) = await peers.Volunteer();
        var (second, two) = await peers.Volunteer();
        await peers.Begin();

        await Task.WhenAll(Take(first), Take(second));
        Assert.Equal((2, 2), (await Count(one), await Count(two)));
        // What they have comes first.
        await Take(first);
        Assert.Equal(2, await Count(one));
        foreach (var contact in await nation.Db.CampaignContacts.Where(c => c.AccountId == one).Select(c => c.NumberKey).ToListAsync(Ct)) await peers.Send(first, contact);
        await Take(first);
        foreach (var contact in await nation.Db.CampaignContacts.Where(c => c.AccountId == one && c.Stage == ContactStage.Unsent).Select(c => c.NumberKey).ToListAsync(Ct)) await peers.Send(first, contact);
        await Take(first);

        Assert.Equal(4, await Count(one));

        Task<Page> Take(Browser browser) => browser.PostFrom("/account", $"/texting/{peers.Id}/batch", new { });
        Task<int> Count(long account) => nation.Db.CampaignContacts.CountAsync(c => c.AccountId == account, Ct);
    }

    [Fact]
    public async Task Mail_over_time_has_texting_campaigns_with_what_they_came_to()
    {
        var peers = await PeerNation.Draft(app);
        await using var nation = peers.Nation;
        var (yes, _) = await peers.Question();
        var (_, one) = await app.Reader(nation);
        var (_, two) = await app.Reader(nation);
        await app.Reader(nation);
        Assert.DoesNotContain("by=volunteers", (await nation.Panel.Get("/mail/past")).Html, StringComparison.Ordinal);
        var (browser, account) = await peers.VolunteerWithPeople();
        await peers.Send(browser, one);
        await peers.Send(browser, two);
        await app.Deliver(nation);
        await peers.Answers(one, "Oui");
        await peers.Answers(two, "STOP");
        var contact = await peers.Contact(one);
        var question = await nation.Db.ScriptQuestions.Select(q => q.Id).SingleAsync(Ct);
        await nation.Do((_, db) => Task.FromResult(db.Add(new ContactAnswer { CampaignContactId = contact.Id, ScriptQuestionId = question, ScriptAnswerId = yes, AccountId = account, At = app.Clock.GetUtcNow() })));

        Assert.Contains("/mail/past?by=volunteers", (await nation.Panel.Get("/mail/past")).Html, StringComparison.Ordinal);
        var page = await nation.Panel.Get("/mail/past?by=volunteers");

        var cells = page.Document.QuerySelectorAll("tr").Single(r => r.QuerySelector("th a")?.TextContent == "Jeudi").QuerySelectorAll("td.number").Select(c => c.TextContent).ToList();
        Assert.Equal(("2", "50.0%", "50.0%"), (cells[0], cells[3], cells[4]));
        var file = await nation.Panel.Get("/mail/past.csv?by=volunteers");
        Assert.Equal(2, file.Html.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("Jeudi", file.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_unsent_and_conversations_move_to_others()
    {
        var peers = await PeerNation.Draft(app);
        await using var nation = peers.Nation;
        var (_, sent) = await app.Reader(nation);
        var (_, unsent) = await app.Reader(nation);
        var (first, one) = await peers.VolunteerWithPeople();
        var (second, two) = await peers.Volunteer();
        await peers.Send(first, sent);
        await app.Deliver(nation);
        await peers.Answers(sent, "Oui");

        await nation.Panel.PostFrom(peers.Path, peers.Path + "/assignment", new { what = "unsent", from = one, to = two });
        Assert.Equal(((long?)one, (long?)two), ((await peers.Contact(sent)).AccountId, (await peers.Contact(unsent)).AccountId));
        await nation.Panel.PostFrom(peers.Path, peers.Path + "/texters", new { account = one, leaves = "true" });
        Assert.Equal(HttpStatusCode.NotFound, (await first.Get($"/texting/{peers.Id}/people")).Status);
        (await nation.Panel.Get(peers.Path)).Shows("no longer sends");
        await nation.Panel.PostFrom(peers.Path, peers.Path + "/assignment", new { what = "talks", from = one, to = two });

        (await second.Get($"/texting/{peers.Id}/people")).Shows("Oui");
        // A conversation is never nobody's.
        await nation.Panel.PostFrom(peers.Path, peers.Path + "/assignment", new { what = "talks", from = two });
        Assert.Equal(two, (await peers.Contact(sent)).AccountId);
    }

    [Fact]
    public async Task A_volunteer_who_does_nothing_gives_back_what_is_unsent()
    {
        var peers = await PeerNation.Draft(app);
        await using var nation = peers.Nation;
        var (_, sent) = await app.Reader(nation);
        var (_, unsent) = await app.Reader(nation);
        var (volunteer, account) = await peers.VolunteerWithPeople();
        app.Clock.Advance(TimeSpan.FromHours(3));
        await peers.Send(volunteer, sent);
        app.Clock.Advance(TimeSpan.FromHours(23));
        await nation.RunJobs();
        Assert.Equal(account, (await peers.Contact(unsent)).AccountId);

        app.Clock.Advance(TimeSpan.FromHours(2));
        await nation.RunJobs();

        Assert.Equal(((long?)account, (long?)null), ((await peers.Contact(sent)).AccountId, (await peers.Contact(unsent)).AccountId));
    }

    [Fact]
    public async Task A_number_that_a_volunteer_writes_to_for_another_campaign_waits()
    {
        var peers = await PeerNation.Draft(app);
        await using var nation = peers.Nation;
        var (_, number) = await app.Reader(nation);
        await peers.VolunteerWithPeople();
        await nation.Panel.Submit("/texts/campaigns/new", new { Form_Name = "Samedi", Form_Opening = "Samedi ?", Form_Language = "fr" });
        var other = new PeerNation(app, nation, await nation.Db.TextCampaigns.MaxAsync(c => c.Id, Ct));
        await other.VolunteerWithPeople();
        Assert.Null((await other.Contact(number)).AccountId);

        await nation.Panel.PostFrom(peers.Path, peers.Path + "/state", new { to = "Closed" });
        var (_, account) = await other.Volunteer();
        await nation.Panel.PostFrom(other.Path, other.Path + "/assignment", new { what = "pool", to = account, count = 5 });

        Assert.Equal(account, (await other.Contact(number)).AccountId);
    }

    [Fact]
    public async Task Outside_the_hours_nothing_is_sent_and_the_person_stays_to_be_written_to()
    {
        var peers = await PeerNation.Draft(app);
        await using var nation = peers.Nation;
        var (_, number) = await app.Reader(nation);
        var (volunteer, _) = await peers.VolunteerWithPeople();
        await peers.Send(volunteer, number);
        // The background work comes to it in the night.
        app.Clock.Advance(TimeSpan.FromHours(11));
        await nation.RunJobs();
        Assert.Equal(ContactStage.Unsent, (await peers.Contact(number)).Stage);

        (await volunteer.Get($"/texting/{peers.Id}")).Shows("At this hour no texts leave");
        await peers.Send(volunteer, number);
        await app.Deliver(nation);

        Assert.Empty(app.Phones.Of(number));
        Assert.Equal(ContactStage.Unsent, (await peers.Contact(number)).Stage);
    }

    [Fact]
    public async Task Paused_nobody_sends_and_who_wrote_is_answered()
    {
        var peers = await PeerNation.Draft(app);
        await using var nation = peers.Nation;
        var (_, sent) = await app.Reader(nation);
        var (_, unsent) = await app.Reader(nation);
        var (volunteer, _) = await peers.VolunteerWithPeople();
        await peers.Send(volunteer, sent);
        await app.Deliver(nation);
        await peers.Answers(sent, "Oui");
        await nation.Panel.PostFrom(peers.Path, peers.Path + "/state", new { to = "Paused" });

        await peers.Send(volunteer, unsent);
        var talk = $"/texting/talks/{(await peers.Contact(sent)).Id}";
        await volunteer.PostFrom(talk, talk, new { Form_Text = "À jeudi" });
        await app.Deliver(nation);

        Assert.Empty(app.Phones.Of(unsent));
        Assert.Equal("À jeudi", app.Phones.Of(sent)[^1].Text);
    }

    [Fact]
    public async Task Nothing_begins_without_a_text_and_a_volunteer()
    {
        var peers = await PeerNation.Draft(app);
        await using var nation = peers.Nation;
        (await nation.Panel.Get(peers.Path)).Shows("name at least one volunteer");
        await nation.Panel.PostFrom(peers.Path, peers.Path + "/start", new { });
        Assert.Equal(TextCampaignState.Draft, await nation.Db.TextCampaigns.Select(c => c.State).SingleAsync(Ct));

        var page = await nation.Panel.Submit(peers.Path + "/edit", new { Form_Opening = "Bonjour {{ person.first_name" });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
    }

    [Fact]
    public async Task The_answers_are_a_file_and_go_with_the_person()
    {
        var peers = await PeerNation.Draft(app);
        await using var nation = peers.Nation;
        var (ada, number) = await app.Reader(nation);
        var (yes, _) = await peers.Question();
        var (volunteer, _) = await peers.VolunteerWithPeople();
        await peers.Send(volunteer, number);
        await app.Deliver(nation);
        await peers.Answers(number, "Oui");
        var talk = $"/texting/talks/{(await peers.Contact(number)).Id}";
        await volunteer.PostFrom(talk, talk + "/answer", new { answer = yes });

        var file = await nation.Panel.Get(peers.Path + "/people.csv");
        Assert.Contains("Vient ?", file.Html, StringComparison.Ordinal);
        Assert.Contains(ada.LastName, file.Html, StringComparison.Ordinal);
        Assert.Contains("Oui", file.Html, StringComparison.Ordinal);
        await nation.Services.GetRequiredService<ErasePerson>().Run(ada.Id, Ct);

        Assert.Equal(0, await nation.Db.CampaignContacts.CountAsync(Ct) + await nation.Db.ContactAnswers.CountAsync(Ct));
    }
}
