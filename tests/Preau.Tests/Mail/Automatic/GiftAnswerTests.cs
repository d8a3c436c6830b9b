using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Donations;
using Preau.Donations.Settling;
using Preau.Law;
using Preau.Mail.Automatic;
using Preau.Nations;
using Preau.Settings;
using Preau.Shared;
using Preau.Site;
using Preau.Tests.Donations;

namespace Preau.Tests.Mail.Automatic;

/// <summary>The answer of a gift page: thanks, once the money is there.</summary>
public sealed class GiftAnswerTests(GiftsApp app) : IClassFixture<GiftsApp>
{
    private const string Thanks = "Thank you for your gift";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_gave_on_a_page_is_thanked_once_when_it_is_paid_beside_the_acknowledgement()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewCampaign();
        var page = await Ready(nation, relay);
        var (_, session) = await Begin(nation, page);
        await nation.RunJobs();
        Assert.Empty(await nation.Db.AutomaticTurns.ToListAsync(Ct));

        await app.Sandbox.Pay(session);
        await app.Sandbox.Outbox.DeliverDue(Ct);
        await app.Sandbox.Outbox.Again(app.Sandbox.Outbox.Recent[0].About.Id, Ct);
        await nation.RunJobs();
        await nation.RunJobs();

        Assert.Equal(2, relay.Mails.Count);
        var letter = Assert.Single(relay.Mails, m => m.Message.Subject == Thanks);
        Assert.Equal("dominique.lambert@example.org", letter.To);
        Assert.Contains("Dear Dominique,", letter.Message.TextBody, StringComparison.Ordinal);
        Assert.Contains("in answer to what you did on the site of Ada pour tous: “Give”", letter.Message.TextBody, StringComparison.Ordinal);
        var turn = await nation.Db.AutomaticTurns.SingleAsync(Ct);
        Assert.Equal(TurnState.Sent, turn.State);

        // A second gift is acknowledged; the thanks of the page came already.
        await Pay(nation, page, 60);
        Assert.Equal((3, 1), (relay.Mails.Count, relay.Mails.Count(m => m.Message.Subject == Thanks)));
        (await nation.Panel.Get($"/people/{turn.PersonId}")).Shows($"Got the answer “{Thanks}”");
    }

    [Fact]
    public async Task Nobody_is_thanked_for_what_was_not_paid_and_for_what_went_back()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewCampaign();
        var page = await Ready(nation, relay);
        var (_, refused) = await Begin(nation, page);
        await app.Sandbox.Decline(refused);
        await app.Sandbox.Outbox.DeliverDue(Ct);
        await nation.RunJobs();
        Assert.Empty(await nation.Db.AutomaticTurns.ToListAsync(Ct));

        var (giftId, session) = await Begin(nation, page, donor: "Ada Back");
        await app.Sandbox.Pay(session);
        await app.Sandbox.Outbox.DeliverDue(Ct);
        await nation.Panel.Submit($"/gifts/{giftId}/refund", new { Form_Amount = "50", Form_Reason = "Asked for" });
        await nation.RunJobs();

        Assert.Empty(relay.Mails);
        var turn = await nation.Db.AutomaticTurns.SingleAsync(Ct);
        Assert.Equal((TurnState.Skipped, "gift"), (turn.State, turn.Answer));
        (await nation.Panel.Get($"/people/{turn.PersonId}")).Shows("The gift went back meanwhile.");
    }

    [Fact]
    public async Task A_gift_on_paper_gets_no_answer_and_one_that_names_another_page_sets_nothing_off_there()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewCampaign();
        await Ready(nation, relay);
        var join = await nation.Seeds.Page(PageKind.SignUp, "join", "Join us", language: "en");
        await On(nation, join);

        await Pay(nation, join, 50);
        var services = nation.Services;
        await services.GetRequiredService<EnterGift>().Run(new OfflineGift { Donor = Gifts.Donor("Bo Paper"), Amount = Money.Euros(20), Method = PaymentMethod.Cheque, At = app.Clock.GetUtcNow(), EntryKey = "one" }, Ct);
        await nation.RunJobs();

        Assert.Equal(2, await nation.Db.Gifts.CountAsync(g => g.Status == GiftStatus.Received, Ct));
        Assert.Empty(await nation.Db.AutomaticTurns.ToListAsync(Ct));
    }

    [Fact]
    public async Task A_payment_of_another_amount_is_answered_when_somebody_keeps_it()
    {
        await using var relay = new FakeRelay();
        await using var nation = await app.NewCampaign();
        var page = await Ready(nation, relay);
        var (giftId, session) = await Begin(nation, page);
        await app.Sandbox.Pay(session);
        await nation.Do(async (_, db) => (await db.Gifts.SingleAsync(g => g.Id == giftId, Ct)).AmountCents = 4000);
        await app.Sandbox.Outbox.DeliverDue(Ct);
        await nation.RunJobs();
        Assert.Empty(relay.Mails);

        var parked = (await nation.Db.GiftAttempts.AsNoTracking().ToListAsync(Ct)).Single(a => a.IsParked);
        Assert.IsType<ParkedAnswer.Kept>(await nation.Services.GetRequiredService<EndParked>().Keep(parked, Ct));
        await nation.RunJobs();

        Assert.Single(relay.Mails, m => m.Message.Subject == Thanks);
    }

    [Fact]
    public async Task A_gift_page_offers_an_answer_and_follow_ups()
    {
        await using var nation = await app.NewCampaign();
        var page = await nation.Seeds.Page(PageKind.Donation, "donate", "Give", language: "en");

        var beside = await nation.Panel.Get($"/pages/{page.Id}");
        beside.Shows("Answer by mail at once");
        beside.Shows("Follow up some days later");
        var list = await nation.Panel.Get("/mail/automatic");
        list.Shows("Give (en)");
        await nation.Panel.Submit($"/pages/{page.Id}", new { page = page.Id, kind = "Answer" }, "mail/automatic");

        var mail = await nation.Db.AutomaticMails.SingleAsync(Ct);
        Assert.Equal((AutomaticKind.Answer, (long?)page.Id), (mail.Kind, mail.PageId));
        (await nation.Panel.Get($"/mail/automatic/{mail.Id}")).Shows("Everybody who gives on the page from now on gets it once, when the gift is paid");
    }

    private static async Task<SitePage> Ready(TestNation nation, FakeRelay relay)
    {
        await nation.ReadyToMail(relay);
        await nation.Do((services, _) => services.GetRequiredService<NationSettings>().Set(new IdentitySettings { SiteName = "Ada pour tous", Languages = ["en"] }, Ct));
        var page = await nation.Seeds.Page(PageKind.Donation, "donate", "Give", language: "en");
        await On(nation, page);
        return page;
    }

    private static async Task On(TestNation nation, SitePage page)
    {
        var mail = await nation.Services.GetRequiredService<KeepAutomatic>().New(AutomaticKind.Answer, page.Id, Ct) ?? throw new InvalidOperationException("There is such a page.");
        await nation.Do(async (services, db) => await services.GetRequiredService<KeepAutomatic>().Switch(await db.AutomaticMails.SingleAsync(m => m.Id == mail.Id, Ct), true, Ct));
    }

    private async Task Pay(TestNation nation, SitePage page, long euros)
    {
        await app.Sandbox.Pay((await Begin(nation, page, euros)).SessionId);
        await app.Sandbox.Outbox.DeliverDue(Ct);
        await nation.RunJobs();
    }

    private static async Task<(long GiftId, string SessionId)> Begin(TestNation nation, SitePage page, long euros = 50, string donor = "Dominique Lambert")
    {
        var order = nation.Order(euros, Gifts.Donor(donor) with { Language = "en" }) with { Source = $"page:{page.Id}" };
        var pay = Assert.IsType<GiftAnswer.Pay>(await nation.Services.GetRequiredService<TakeGift>().Run(order, Ct));
        return (pay.GiftId, pay.Url.Segments[^1]);
    }
}
