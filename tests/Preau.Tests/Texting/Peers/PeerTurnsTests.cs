using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Jobs;
using Preau.Mail.Pacing;
using Preau.Nations;
using Preau.Texting;
using Preau.Texting.Peers;
using Preau.Texting.Sandbox;

namespace Preau.Tests.Texting.Peers;

/// <summary>What goes otherwise than a volunteer meant it: a gateway that takes nothing, an answer that does not leave, a text that was changed, a number that is another's.</summary>
public sealed class PeerTurnsTests(TextingApp app) : IClassFixture<TextingApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task While_the_gateway_takes_nothing_no_more_first_texts_are_begun_and_nobody_is_lost()
    {
        var peers = await PeerNation.Draft(app);
        await using var nation = peers.Nation;
        var (_, number) = await app.Reader(nation);
        var (_, next) = await app.Reader(nation);
        var (volunteer, _) = await peers.VolunteerWithPeople();
        await peers.Send(volunteer, number);
        app.Phones.Switch = PhoneMischief.Busy;
        try
        {
            await app.Deliver(nation);
            (await (await peers.Send(volunteer, next)).Follow()).Shows("The gateway for texts takes nothing now.");
            for (var tries = 0; tries < 9; tries++)
            {
                app.Clock.Advance(TimeSpan.FromMinutes(9));
                await nation.RunJobs();
            }
        }
        finally
        {
            app.Phones.Switch = PhoneMischief.None;
        }

        Assert.Equal((ContactStage.Unsent, ContactStage.Unsent), ((await peers.Contact(number)).Stage, (await peers.Contact(next)).Stage));
        Assert.Equal(TextWords.Away, await nation.Db.TextMessages.Select(t => t.Reason).SingleAsync(Ct));
        await peers.Send(volunteer, number);
        await app.Deliver(nation);
        Assert.Single(app.Phones.Of(number));
    }

    [Fact]
    public async Task One_no_of_the_gateway_holds_first_texts_for_seconds()
    {
        var peers = await PeerNation.Draft(app);
        await using var nation = peers.Nation;
        var (_, number) = await app.Reader(nation);
        var (_, next) = await app.Reader(nation);
        var (volunteer, _) = await peers.VolunteerWithPeople();
        await peers.Send(volunteer, number);
        app.Instead = HttpStatusCode.ServiceUnavailable;
        try
        {
            await nation.RunJobs();
        }
        finally
        {
            app.Instead = null;
        }

        (await (await peers.Send(volunteer, next)).Follow()).Shows("The gateway for texts takes nothing now.");
        app.Clock.Advance(TimeSpan.FromSeconds(15));
        await nation.RunJobs();
        await peers.Send(volunteer, next);
        await app.Deliver(nation);

        Assert.Single(app.Phones.Of(next));
    }

    [Fact]
    public async Task Whoever_did_not_get_their_answer_waits_for_one_again()
    {
        var peers = await PeerNation.Draft(app);
        await using var nation = peers.Nation;
        var (_, number) = await app.Reader(nation);
        var (volunteer, _) = await peers.VolunteerWithPeople();
        await peers.Send(volunteer, number);
        await app.Deliver(nation);
        await peers.Answers(number, "À quelle heure ?");
        var talk = $"/texting/talks/{(await peers.Contact(number)).Id}";
        await PeerNation.Reply(volunteer, talk, "À 19 h.");
        Assert.Equal(ContactStage.Talking, (await peers.Contact(number)).Stage);
        app.Phones.Switch = PhoneMischief.Refuse;
        try
        {
            await app.Deliver(nation);
        }
        finally
        {
            app.Phones.Switch = PhoneMischief.None;
        }

        Assert.Equal(ContactStage.NeedsAnswer, (await peers.Contact(number)).Stage);
    }

    [Fact]
    public async Task What_came_in_while_a_volunteer_typed_waits_for_an_answer()
    {
        var peers = await PeerNation.Draft(app);
        await using var nation = peers.Nation;
        var (_, number) = await app.Reader(nation);
        var (volunteer, _) = await peers.VolunteerWithPeople();
        await peers.Send(volunteer, number);
        await app.Deliver(nation);
        await peers.Answers(number, "À quelle heure ?");
        var talk = $"/texting/talks/{(await peers.Contact(number)).Id}";
        var open = await volunteer.Get(talk);
        await peers.Answers(number, "Et arrêtez de m’écrire après.");

        await PeerNation.Reply(volunteer, talk, "À 19 h.", open);

        Assert.Equal(ContactStage.NeedsAnswer, (await peers.Contact(number)).Stage);
        Assert.True((await nation.Db.Conversations.SingleAsync(c => c.NumberKey == number, Ct)).IsUnread);
    }

    [Fact]
    public async Task A_campaign_that_goes_on_again_leaves_a_number_to_whoever_writes_with_it()
    {
        var peers = await PeerNation.Draft(app);
        await using var nation = peers.Nation;
        var (_, number) = await app.Reader(nation);
        var (first, _) = await peers.VolunteerWithPeople();
        await nation.Panel.PostFrom(peers.Path, peers.Path + "/state", new { to = "Closed" });
        await nation.Panel.Submit("/texts/campaigns/new", new { Form_Name = "Samedi", Form_Opening = "Samedi ?", Form_Language = "fr" });
        var other = new PeerNation(app, nation, await nation.Db.TextCampaigns.MaxAsync(c => c.Id, Ct));
        var (second, account) = await other.VolunteerWithPeople();
        await other.Send(second, number);
        await app.Deliver(nation);
        await nation.Panel.PostFrom(peers.Path, peers.Path + "/state", new { to = "Open" });

        (await (await peers.Send(first, number)).Follow()).Shows("Another volunteer writes with this number now.");
        await app.Deliver(nation);

        Assert.Single(app.Phones.Of(number));
        Assert.Equal((ContactStage.Unsent, (long?)null), ((await peers.Contact(number)).Stage, (await peers.Contact(number)).AccountId));
        Assert.Equal((long?)account, (await other.Contact(number)).AccountId);
    }

    [Fact]
    public async Task Whoever_has_had_their_share_goes_back_to_the_pool_and_last_in_it()
    {
        var peers = await PeerNation.Draft(app);
        await using var nation = peers.Nation;
        var (_, number) = await app.Reader(nation);
        var (volunteer, account) = await peers.VolunteerWithPeople();
        await peers.Send(volunteer, number);
        await app.Deliver(nation);
        await nation.Panel.Submit("/texts/campaigns/new", new { Form_Name = "Samedi", Form_Opening = "Samedi ?", Form_Language = "fr" });
        var other = new PeerNation(app, nation, await nation.Db.TextCampaigns.MaxAsync(c => c.Id, Ct));
        await nation.Panel.PostFrom(other.Path, other.Path + "/texters", new { account });
        await other.Begin();
        await nation.Panel.PostFrom(other.Path, other.Path + "/assignment", new { what = "pool", to = account, count = 5 });
        await nation.Do((services, _) => services.GetRequiredService<NationSettings>().Set(new PaceSettings { MostMessages = 1 }, Ct));

        (await (await other.Send(volunteer, number)).Follow()).Shows("Back to the pool: They have had their share of messages for now.");

        var contact = await other.Contact(number);
        Assert.Equal((ContactStage.Unsent, (long?)null), (contact.Stage, contact.AccountId));
        Assert.NotNull(contact.AssignedAt);
        Assert.Single(app.Phones.Of(number));
    }

    [Fact]
    public async Task A_text_that_nobody_tries_any_more_holds_up_no_others()
    {
        var peers = await PeerNation.Draft(app);
        await using var nation = peers.Nation;
        var (_, number) = await app.Reader(nation);
        var (volunteer, _) = await peers.VolunteerWithPeople();
        await peers.Send(volunteer, number);
        var now = app.Clock.GetUtcNow();
        await nation.Db.TextMessages.ExecuteUpdateAsync(s => s.SetProperty(t => t.StartedAt, now), Ct);

        app.Clock.Advance(SendTextHandler.Patience + TimeSpan.FromMinutes(1));
        await nation.Services.GetRequiredService<IHandle<SettleTexts>>().Run(new SettleTexts(), Ct);

        Assert.Equal((TextState.Refused, TextWords.Away), await nation.Db.TextMessages.Select(t => new ValueTuple<TextState, string?>(t.State, t.Reason)).SingleAsync(Ct));
        Assert.Equal(ContactStage.Unsent, (await peers.Contact(number)).Stage);
    }

    [Fact]
    public async Task A_volunteer_who_answers_has_not_read_what_was_on_another_screen()
    {
        var peers = await PeerNation.Draft(app);
        await using var nation = peers.Nation;
        var (_, number) = await app.Reader(nation);
        await TextingApp.Come(nation, await TextingApp.Secret(nation), $"from={Uri.EscapeDataString(number)}&text=Pouvez-vous+m%27appeler+%3F");
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var (volunteer, _) = await peers.VolunteerWithPeople();
        await peers.Send(volunteer, number);
        await app.Deliver(nation);
        await peers.Answers(number, "Oui");

        await PeerNation.Reply(volunteer, $"/texting/talks/{(await peers.Contact(number)).Id}", "Merci !");

        Assert.Equal(ContactStage.Talking, (await peers.Contact(number)).Stage);
        Assert.True((await nation.Db.Conversations.SingleAsync(c => c.NumberKey == number, Ct)).IsUnread);
    }

    [Fact]
    public async Task Whom_a_segment_chose_was_chosen_also_when_the_segment_is_gone()
    {
        var peers = await PeerNation.Draft(app);
        await using var nation = peers.Nation;
        var (_, number) = await app.Reader(nation);
        var (volunteer, _) = await peers.VolunteerWithPeople();
        await nation.Db.TextCampaigns.ExecuteUpdateAsync(s => s.SetProperty(c => c.Tree, "{}"), Ct);

        (await (await peers.Send(volunteer, number)).Follow()).Shows("Left out:");

        Assert.Empty(app.Phones.Of(number));
    }

    [Fact]
    public async Task Nobody_sends_a_text_that_was_changed_since_they_read_it()
    {
        var peers = await PeerNation.Draft(app);
        await using var nation = peers.Nation;
        var (_, number) = await app.Reader(nation);
        var (volunteer, _) = await peers.VolunteerWithPeople();
        var path = $"/texting/{peers.Id}";
        var card = await volunteer.Get(path);
        await nation.Panel.Submit(peers.Path + "/edit", new { Form_Opening = "Bonjour, c’est vendredi." });

        (await (await volunteer.Fill(card, path, new { deed = "send" }, path)).Follow()).Shows("The text was changed in the meantime");
        Assert.Equal(ContactStage.Unsent, (await peers.Contact(number)).Stage);
        await volunteer.Submit(path, new { deed = "send" }, path);
        await app.Deliver(nation);

        Assert.StartsWith("Bonjour, c’est vendredi.", Assert.Single(app.Phones.Of(number)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_first_text_that_is_written_anew_is_held_to_what_was_asked_before()
    {
        var peers = await PeerNation.Draft(app);
        await using var nation = peers.Nation;
        await app.Reader(nation);
        await peers.VolunteerWithPeople();
        var before = await nation.Db.TextCampaigns.Select(c => c.Opening).SingleAsync(Ct);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await nation.Panel.Submit(peers.Path + "/edit", new { Form_Opening = new string('é', 900) + string.Concat(Enumerable.Repeat("ê", 99)) })).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await nation.Panel.Submit(peers.Path + "/edit", new { Form_Opening = " " })).Status);

        Assert.Equal(before, await nation.Db.TextCampaigns.Select(c => c.Opening).SingleAsync(Ct));
    }
}
