using System.Globalization;
using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Law;
using Preau.Mail;
using Preau.Mail.Pacing;
using Preau.Nations;
using Preau.Texting;
using Preau.Texting.Peers;
using Preau.Texting.Sandbox;

namespace Preau.Tests.Texting.Peers;

/// <summary>What a volunteer does.</summary>
public sealed class PeerTextingTests(TextingApp app) : IClassFixture<TextingApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_volunteer_sends_one_by_one_notes_the_answer_and_replies()
    {
        var peers = await PeerNation.Draft(app);
        await using var nation = peers.Nation;
        var (ada, number) = await app.Reader(nation);
        var (volunteer, _) = await peers.Volunteer();
        var (yes, no) = await peers.Question();
        await peers.Begin();
        (await volunteer.Get("/texting")).Shows("Give me 2 people more");
        await volunteer.PostFrom("/account", $"/texting/{peers.Id}/batch", new { });

        var card = await volunteer.Get($"/texting/{peers.Id}");
        card.Shows("Bonjour Camille, ici Volunteer. Vous venez jeudi ?");
        Assert.DoesNotContain(number[1..], card.Html, StringComparison.Ordinal);
        card.DoesNotShow(ada.LastName);
        Assert.Empty(app.Phones.Of(number));
        await peers.Send(volunteer, number);
        await app.Deliver(nation);
        var text = Assert.Single(app.Phones.Of(number)).Text;
        Assert.StartsWith("Bonjour Camille, ici Volunteer. Vous venez jeudi ?\n", text, StringComparison.Ordinal);
        Assert.Contains("STOP", text, StringComparison.Ordinal);

        await peers.Answers(number, "Oui avec plaisir");
        var talk = $"/texting/talks/{(await peers.Contact(number)).Id}";
        (await volunteer.Get($"/texting/{peers.Id}/people")).Shows("Oui avec plaisir");
        var page = await volunteer.Get(talk);
        page.Shows("Vient ?");
        Assert.DoesNotContain(number[1..], page.Html, StringComparison.Ordinal);
        await volunteer.PostFrom(talk, talk + "/answer", new { answer = no });
        var suggested = await (await volunteer.PostFrom(talk, talk + "/answer", new { answer = yes })).Follow();
        Assert.Equal("Merci Camille !", suggested.Document.QuerySelector("textarea")!.TextContent.Trim());
        await PeerNation.Reply(volunteer, talk, "Merci Camille !");
        await app.Deliver(nation);

        Assert.Equal("Merci Camille !", app.Phones.Of(number)[^1].Text);
        Assert.Equal(ContactStage.Talking, (await peers.Contact(number)).Stage);
        var db = nation.Db;
        Assert.Equal(["vient"], await db.PersonTags.Where(t => t.PersonId == ada.Id).Join(db.Tags, t => t.TagId, t => t.Id, (_, t) => t.Name).ToListAsync(Ct));
        Assert.Equal(1, (await nation.Db.People.SingleAsync(p => p.Id == ada.Id, Ct)).SupportLevel);
        var organiser = await nation.Panel.Get(peers.Path);
        organiser.Shows("Oui 1 (100");
        organiser.Shows("Non 0 (0");
    }

    [Fact]
    public async Task Presses_in_several_tabs_at_once_are_one_text()
    {
        var peers = await PeerNation.Draft(app);
        await using var nation = peers.Nation;
        var (_, number) = await app.Reader(nation);
        var (volunteer, _) = await peers.VolunteerWithPeople();

        var (token, id) = (await volunteer.Token("/account"), (await peers.Contact(number)).Id);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => volunteer.Post($"/texting/{peers.Id}", new Dictionary<string, string> { ["contact"] = id.ToString(CultureInfo.InvariantCulture), ["deed"] = "send", ["__RequestVerificationToken"] = token })));
        await app.Deliver(nation);

        Assert.Single(app.Phones.Of(number));
        Assert.Equal(1, await nation.Db.TextMessages.CountAsync(Ct));
    }

    [Fact]
    public async Task A_family_with_one_telephone_gets_one_text()
    {
        var peers = await PeerNation.Draft(app);
        await using var nation = peers.Nation;
        var (_, number) = await app.Reader(nation);
        await peers.Sharing(number);
        await peers.Volunteer();

        await peers.Begin();

        Assert.Equal(1, await nation.Db.CampaignContacts.CountAsync(c => c.NumberKey == number, Ct));
    }

    [Fact]
    public async Task A_first_text_counts_in_what_one_person_gets()
    {
        var peers = await PeerNation.Draft(app);
        await using var nation = peers.Nation;
        var (_, number) = await app.Reader(nation);
        var (volunteer, _) = await peers.VolunteerWithPeople();
        await peers.Send(volunteer, number);
        await app.Deliver(nation);
        var blast = await nation.Seeds.TextBlast();
        var audience = nation.Services.GetRequiredService<Audience>();
        Assert.Equal(1, (await audience.Count(blast, Ct)).Reachable);

        await nation.Do((services, _) => services.GetRequiredService<NationSettings>().Set(new PaceSettings { MostMessages = 1 }, Ct));

        var count = await nation.Services.GetRequiredService<Audience>().Count(blast, Ct);
        Assert.Equal((0, 1), (count.Reachable, count.Pressed));
    }

    [Fact]
    public async Task A_STOP_reaches_everything_at_once()
    {
        var peers = await PeerNation.Draft(app);
        await using var nation = peers.Nation;
        var (ada, number) = await app.Reader(nation);
        await peers.Sharing(number);
        var (volunteer, _) = await peers.VolunteerWithPeople();
        await peers.Send(volunteer, number);
        await app.Deliver(nation);

        await peers.Answers(number, "Stop !");
        await app.Deliver(nation);

        var contact = await peers.Contact(number);
        Assert.Equal(ContactStage.OptedOut, contact.Stage);
        Assert.Equal(2, await nation.Db.ConsentStates.CountAsync(s => s.Purpose == Purpose.Sms && !s.IsGiven, Ct));
        var talk = $"/texting/talks/{contact.Id}";
        await volunteer.PostFrom("/account", talk, new { Form_Text = "Encore un mot" });
        await app.Deliver(nation);
        Assert.DoesNotContain(app.Phones.Of(number), t => t.Text.Contains("Encore", StringComparison.Ordinal));
        (await nation.Panel.Get($"/people/{ada.Id}/texts")).Shows("answered STOP");
    }

    [Fact]
    public async Task A_no_told_to_the_volunteer_shuts_the_number_and_sends_nothing()
    {
        var peers = await PeerNation.Draft(app);
        await using var nation = peers.Nation;
        var (ada, number) = await app.Reader(nation);
        var (volunteer, _) = await peers.VolunteerWithPeople();
        await peers.Send(volunteer, number);
        await app.Deliver(nation);
        await peers.Answers(number, "Laissez-moi tranquille");
        var before = app.Phones.Of(number).Count;

        var talk = $"/texting/talks/{(await peers.Contact(number)).Id}";
        await volunteer.PostFrom(talk, talk + "/ending", new { deed = "OptOut" });
        await app.Deliver(nation);

        Assert.Equal(before, app.Phones.Of(number).Count);
        (await nation.Panel.Get($"/people/{ada.Id}/texts")).Shows("answered STOP");
        Assert.False((await nation.Db.ConsentStates.SingleAsync(s => s.PersonId == ada.Id && s.Purpose == Purpose.Sms, Ct)).IsGiven);
    }

    [Fact]
    public async Task A_wrong_number_is_marked_on_the_record_and_a_skipped_person_gets_nothing()
    {
        var peers = await PeerNation.Draft(app);
        await using var nation = peers.Nation;
        var (ada, number) = await app.Reader(nation);
        var (_, other) = await app.Reader(nation);
        var (volunteer, _) = await peers.VolunteerWithPeople();
        await peers.Send(volunteer, number);
        await volunteer.PostFrom("/account", $"/texting/{peers.Id}", new { contact = (await peers.Contact(other)).Id, deed = "skip" });
        await app.Deliver(nation);
        await peers.Answers(number, "Qui ça ?");

        var talk = $"/texting/talks/{(await peers.Contact(number)).Id}";
        await volunteer.PostFrom(talk, talk + "/ending", new { deed = "WrongNumber" });

        Assert.True((await nation.Db.PersonPhones.SingleAsync(p => p.PersonId == ada.Id, Ct)).IsBad);
        Assert.Equal((ContactStage.WrongNumber, ContactStage.Skipped), ((await peers.Contact(number)).Stage, (await peers.Contact(other)).Stage));
        Assert.Empty(app.Phones.Of(other));
    }

    [Fact]
    public async Task Who_said_no_after_the_people_were_gathered_is_left_out()
    {
        var peers = await PeerNation.Draft(app);
        await using var nation = peers.Nation;
        var (ada, number) = await app.Reader(nation);
        var (late, after) = await app.Reader(nation);
        var (volunteer, _) = await peers.VolunteerWithPeople();
        await peers.Withdraw(ada.Id);

        var told = await (await peers.Send(volunteer, number)).Follow();
        told.Shows("Left out:");
        Assert.Equal(ContactStage.LeftOut, (await peers.Contact(number)).Stage);
        // And between the press and the hand-over.
        await peers.Send(volunteer, after);
        await peers.Withdraw(late.Id);
        await app.Deliver(nation);

        Assert.Empty(app.Phones.Of(number));
        Assert.Empty(app.Phones.Of(after));
        Assert.Equal(ContactStage.LeftOut, (await peers.Contact(after)).Stage);
    }

    [Fact]
    public async Task What_did_not_arrive_is_not_counted_as_reached()
    {
        var peers = await PeerNation.Draft(app);
        await using var nation = peers.Nation;
        var (_, number) = await app.Reader(nation);
        var (volunteer, _) = await peers.VolunteerWithPeople();
        await peers.Send(volunteer, number);
        app.Phones.Switch = PhoneMischief.Undelivered;
        try
        {
            await app.Deliver(nation);
        }
        finally
        {
            app.Phones.Switch = PhoneMischief.None;
        }

        var contact = await peers.Contact(number);
        Assert.Equal((ContactStage.LeftOut, TextWords.Undelivered), (contact.Stage, contact.Reason));
        Assert.Null(contact.ArrivedAt);
    }

    [Fact]
    public async Task A_program_that_dies_while_a_text_leaves_does_not_send_it_again()
    {
        var peers = await PeerNation.Draft(app);
        await using var nation = peers.Nation;
        var (_, number) = await app.Reader(nation);
        var (volunteer, _) = await peers.VolunteerWithPeople();
        await peers.Send(volunteer, number);
        var now = app.Clock.GetUtcNow();
        await nation.Db.TextMessages.ExecuteUpdateAsync(s => s.SetProperty(t => t.State, TextState.Leaving).SetProperty(t => t.StartedAt, now), Ct);

        app.Clock.Advance(TimeSpan.FromMinutes(10));
        await nation.RunJobs();
        await peers.Send(volunteer, number);
        await nation.RunJobs();

        Assert.Empty(app.Phones.Of(number));
        Assert.Equal(TextState.Unknown, await nation.Db.TextMessages.Select(t => t.State).SingleAsync(Ct));
    }

    [Fact]
    public async Task Nobody_sees_or_sends_to_the_people_of_another()
    {
        var peers = await PeerNation.Draft(app);
        await using var nation = peers.Nation;
        var (_, number) = await app.Reader(nation);
        var (volunteer, _) = await peers.VolunteerWithPeople();
        var (other, _) = await peers.Volunteer();
        var (stranger, _) = await nation.SignIn(Preau.Accounts.Role.Volunteer);
        var id = (await peers.Contact(number)).Id;

        foreach (var browser in new[] { other, stranger })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await browser.Get($"/texting/talks/{id}")).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await peers.Send(browser, number)).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await browser.PostFrom("/account", $"/texting/talks/{id}/ending", new { deed = "OptOut" })).Status);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Get($"/texting/{peers.Id}")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await volunteer.Get(peers.Path)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await volunteer.Get(peers.Path + "/people.csv")).Status);
        Assert.Equal(ContactStage.Unsent, (await peers.Contact(number)).Stage);
    }
}
