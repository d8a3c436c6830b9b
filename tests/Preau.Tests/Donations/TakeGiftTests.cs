using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Donations;
using Preau.Donations.Settling;
using Preau.Law;
using Preau.Nations;
using Preau.People;

namespace Preau.Tests.Donations;

public sealed class TakeGiftTests(GiftsApp app) : IClassFixture<GiftsApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_paid_card_is_a_received_gift_with_balanced_books()
    {
        await using var nation = await app.NewCampaign();
        var (giftId, session) = await nation.TakeAllowed(50);

        await app.Sandbox.Pay(session);
        await app.Sandbox.Outbox.DeliverDue(Ct);

        var gift = await nation.Db.Gifts.SingleAsync(Ct);
        Assert.Equal((giftId, GiftStatus.Received, 5000), (gift.Id, gift.Status, gift.AmountCents));
        var lines = await nation.Db.LedgerEntries.OrderBy(l => l.Id).ToListAsync(Ct);
        Assert.Equal([(LedgerAccount.Gateway, 5000), (LedgerAccount.Gifts, -5000), (LedgerAccount.Fees, 100), (LedgerAccount.Gateway, -100)], lines.Select(l => (l.Account, (int)l.AmountCents)));
        await nation.BooksBalance();
        var day = await nation.Db.GiftDays.SingleAsync(Ct);
        Assert.Equal((1, 5000, 100), (day.Gifts, day.ReceivedCents, day.FeeCents));
    }

    [Fact]
    public async Task Every_answer_of_the_law_is_kept_with_its_pack_and_rules()
    {
        await using var nation = await app.NewCampaign();
        var (giftId, _) = await nation.TakeAllowed(50);

        Assert.IsType<GiftAnswer.Refused>(await nation.Take(4600));

        var kept = await nation.Db.LawDecisions.OrderBy(d => d.Id).ToListAsync(Ct);
        Assert.Equal([(giftId, Outcome.Allow, ""), (null, Outcome.Block, "FR-DON-02")], kept.Select(k => ((long?)k.SubjectId, k.Outcome, k.Broken)));
        Assert.All(kept, k => Assert.Equal("fr 2026.11.0, eu 2026.11.0", k.PackVersion));
        Assert.All(kept, k => Assert.Contains("FR-DON-08", k.Rules, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_declined_card_and_a_refused_challenge_take_nothing_and_the_next_card_may_pay()
    {
        await using var nation = await app.NewCampaign();
        var (_, session) = await nation.TakeAllowed(50);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await app.Sandbox.Type(session, "4000 0000 0000 0002")).StatusCode);
        await app.Sandbox.Outbox.DeliverDue(Ct);
        Assert.Equal((GiftStatus.Pending, "card_declined"), (await nation.Db.Gifts.Select(g => g.Status).SingleAsync(Ct), await nation.Db.GiftAttempts.Select(a => a.Reason).SingleAsync(Ct)));
        await app.Sandbox.Type(session, "4000 0025 0000 3155");
        await app.Sandbox.Donor.PostAsync($"/cards/pay/{session}/challenge", new FormUrlEncodedContent([new("answer", "refuse")]), Ct);
        await app.Sandbox.Type(session, "4000 0025 0000 3155");
        await app.Sandbox.Donor.PostAsync($"/cards/pay/{session}/challenge", new FormUrlEncodedContent([new("answer", "approve")]), Ct);
        await app.Sandbox.Outbox.DeliverDue(Ct);

        Assert.Equal(GiftStatus.Received, await nation.Db.Gifts.Select(g => g.Status).SingleAsync(Ct));
        await nation.BooksBalance();
    }

    [Fact]
    public async Task A_double_click_is_one_gift()
    {
        await using var nation = await app.NewCampaign();

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => nation.Take(50)));

        Assert.Single(answers.Cast<GiftAnswer.Pay>().Select(a => a.Url).Distinct());
        Assert.Equal(1, await nation.Db.Gifts.CountAsync(Ct));
        Assert.Equal(1, await nation.Db.People.CountAsync(Ct));
    }

    [Fact]
    public async Task A_form_corrected_and_sent_again_is_one_gift_with_what_was_declared_last()
    {
        await using var nation = await app.NewCampaign();
        var take = nation.Services.GetRequiredService<TakeGift>();
        await take.Run(nation.Order() with { IsNamePublic = true }, Ct);

        await nation.Services.GetRequiredService<TakeGift>().Run(
            nation.Order(donor: Gifts.Donor() with { Street = "9 place Neuve" }) with { Consents = [(Purpose.News, "I would like news.")] }, Ct);

        Assert.False(await nation.Db.Gifts.Select(g => g.IsNamePublic).SingleAsync(Ct));
        Assert.Equal("9 place Neuve", await nation.Db.GiftDonors.Select(d => d.Street).SingleAsync(Ct));
        Assert.Equal([(Purpose.News, true)], await nation.Db.ConsentStates.Select(c => new ValueTuple<Purpose, bool>(c.Purpose, c.IsGiven)).ToListAsync(Ct));
    }

    [Fact]
    public async Task A_form_sent_again_from_abroad_is_judged_anew()
    {
        await using var nation = await app.NewCampaign();
        await nation.TakeAllowed();

        Assert.IsType<GiftAnswer.Refused>(await nation.Take(donor: Gifts.Donor() with { Nationality = "BE", Country = "BE" }));
    }

    [Fact]
    public async Task Two_tabs_at_once_never_pass_the_ceiling_together()
    {
        await using var nation = await app.NewCampaign();

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => nation.Take(2300 + i)));

        Assert.Single(answers.OfType<GiftAnswer.Pay>());
        Assert.Equal(5, answers.OfType<GiftAnswer.Refused>().Count());
        Assert.True(await nation.Db.Gifts.SumAsync(g => g.AmountCents, Ct) <= 460_000);
    }

    [Theory]
    [InlineData("Dominique Lambert", "dominique@elsewhere.example")]
    [InlineData("DOMINIQUE LAMBERT", "other@example.org")]
    [InlineData("Lambert Dominique", "swapped@example.org")]
    public async Task A_second_record_of_the_same_person_counts_too(string name, string email)
    {
        await using var nation = await app.NewCampaign();
        await nation.TakeAllowed(4000);

        Assert.IsType<GiftAnswer.Refused>(await nation.Take(601, Gifts.Donor(name, email)));
        Assert.IsType<GiftAnswer.Pay>(await nation.Take(600, Gifts.Donor(name, email)));
    }

    [Fact]
    public async Task Gifts_that_an_earlier_agent_collected_count_too()
    {
        await using var nation = await app.NewCampaign();
        await nation.TakeAllowed(4600);
        var lastWeek = app.Clock.GetUtcNow().AddDays(-7);
        await nation.Db.Gifts.ExecuteUpdateAsync(set => set.SetProperty(g => g.GivenAt, lastWeek), Ct);
        var services = nation.Services;
        var campaign = await services.GetRequiredService<NationSettings>().Get<CampaignSettings>(Ct);
        campaign.CollectorDeclaredOn = new DateOnly(2026, 11, 22);
        await services.GetRequiredService<NationSettings>().Set(campaign, Ct);
        await services.GetRequiredService<Database>().SaveChangesAsync(Ct);

        Assert.Contains("FR-DON-02", Broken(await nation.Take(100)));
    }

    [Fact]
    public async Task Somebody_elses_gifts_do_not_count()
    {
        await using var nation = await app.NewCampaign();
        await nation.TakeAllowed(4600);

        Assert.IsType<GiftAnswer.Pay>(await nation.Take(4600, Gifts.Donor("Charlie Lambert")));
    }

    [Fact]
    public async Task An_abandoned_checkout_stops_counting_when_the_gateway_says_it_is_over()
    {
        await using var nation = await app.NewCampaign();
        var (_, session) = await nation.TakeAllowed(4600);
        Assert.IsType<GiftAnswer.Refused>(await nation.Take(100));

        app.Sandbox.Network.Close(app.Sandbox.Network.Find(session)!);
        await app.Sandbox.Outbox.DeliverDue(Ct);

        Assert.IsType<GiftAnswer.Pay>(await nation.Take(100));
        Assert.Equal(1, await nation.Db.Gifts.CountAsync(g => g.Status == GiftStatus.Failed, Ct));
    }

    [Fact]
    public async Task A_gateway_that_does_not_answer_charges_nothing_and_blocks_nobody()
    {
        await using var nation = await app.NewCampaign();
        app.GatewayIsDown = true;
        try
        {
            Assert.IsType<GiftAnswer.NoCheckout>(await nation.Take(4600));
        }
        finally
        {
            app.GatewayIsDown = false;
        }

        Assert.IsType<GiftAnswer.Pay>(await nation.Take(4600));
    }

    [Fact]
    public async Task A_form_sent_twice_whose_first_call_gets_no_answer_stays_payable()
    {
        await using var nation = await app.NewCampaign();
        GiftAnswer? second = null;
        app.BeforeNoAnswer = async () => second = await nation.Take(50);

        var first = await nation.Take(50);

        var pay = Assert.IsType<GiftAnswer.Pay>(second);
        Assert.Equal(pay.Url, Assert.IsType<GiftAnswer.Pay>(first).Url);
        Assert.Equal((GiftStatus.Pending, AttemptStatus.Open), (await nation.Db.Gifts.Select(g => g.Status).SingleAsync(Ct), await nation.Db.GiftAttempts.Select(a => a.Status).SingleAsync(Ct)));
    }

    [Fact]
    public async Task Nothing_is_taken_while_it_is_closed_or_outside_the_window_or_without_settings()
    {
        await using var closed = await app.NewCampaign(gifts: g => g.IsOpen = false);
        await using var early = await app.NewCampaign(c => c.CollectorDeclaredOn = new DateOnly(2026, 11, 25));
        await using var filed = await app.NewCampaign(c => c.AccountFiledOn = new DateOnly(2026, 11, 24));
        await using var nobody = await app.NewCampaign(c => c.CollectorName = null);
        await using var empty = await app.NewCampaign(c => c.Election = null);

        Assert.IsType<GiftAnswer.Closed>(await closed.Take());
        Assert.Contains("FR-DON-08", Broken(await early.Take()));
        Assert.Contains("FR-DON-08", Broken(await filed.Take()));
        Assert.Contains("FR-DON-07", Broken(await nobody.Take()));
        Assert.Contains("FR-DON-08", Broken(await empty.Take()));
    }

    [Fact]
    public async Task Money_back_is_booked_once_whoever_says_it()
    {
        await using var nation = await app.NewCampaign();
        var (giftId, session) = await nation.TakeAllowed(50);
        await app.Sandbox.Pay(session);
        await app.Sandbox.Outbox.DeliverDue(Ct);

        Assert.IsType<RefundAnswer.Done>(await nation.Services.GetRequiredService<RefundGift>().Run(giftId, 2000, "Asked for", Ct));
        await app.Sandbox.Outbox.DeliverDue(Ct);
        Assert.Equal(3000, Assert.IsType<RefundAnswer.TooMuch>(await nation.Services.GetRequiredService<RefundGift>().Run(giftId, 3001, "Too much", Ct)).LeftCents);
        app.Sandbox.Network.Refund(app.Sandbox.Network.Find(session)!.MerchantKey, "at-the-gateway", new(app.Sandbox.Network.Find(session)!.PaymentId!, 3000));
        await app.Sandbox.Outbox.DeliverDue(Ct);

        var gift = await nation.Db.Gifts.SingleAsync(Ct);
        Assert.Equal((GiftStatus.Refunded, 5000, true), (gift.Status, gift.RefundedCents, gift.NeedsReview));
        Assert.Equal(5000, await nation.Db.LedgerEntries.Where(l => l.Account == LedgerAccount.Refunds).SumAsync(l => l.AmountCents, Ct));
        await nation.BooksBalance();
    }

    [Fact]
    public async Task A_refund_that_the_gateway_did_not_answer_is_asked_again_with_the_same_key()
    {
        await using var nation = await app.NewCampaign();
        var (giftId, session) = await nation.TakeAllowed(50);
        await app.Sandbox.Pay(session);
        await app.Sandbox.Outbox.DeliverDue(Ct);
        app.GatewayIsDown = true;
        try
        {
            Assert.IsType<RefundAnswer.Waiting>(await nation.Services.GetRequiredService<RefundGift>().Run(giftId, 2000, "Asked for", Ct));
        }
        finally
        {
            app.GatewayIsDown = false;
        }
        app.Clock.Advance(TimeSpan.FromMinutes(3));

        await nation.Services.GetRequiredService<SettleAttempts>().Run(Ct);
        await nation.Services.GetRequiredService<SettleAttempts>().Run(Ct);

        Assert.Equal(2000, await nation.Db.Gifts.Select(g => g.RefundedCents).SingleAsync(Ct));
        Assert.Equal(2000, app.Sandbox.Network.Find(session)!.RefundedCents(app.Clock.GetUtcNow()));
    }

    [Fact]
    public async Task A_refund_that_the_gateway_tells_of_before_its_answer_comes_is_booked_once()
    {
        await using var nation = await app.NewCampaign();
        var (giftId, session) = await nation.TakeAllowed(50);
        await app.Sandbox.Pay(session);
        await app.Sandbox.Outbox.DeliverDue(Ct);
        app.BeforeNoAnswer = () => Task.CompletedTask;
        Assert.IsType<RefundAnswer.Waiting>(await nation.Services.GetRequiredService<RefundGift>().Run(giftId, 3000, "First", Ct));
        app.BeforeNoAnswer = async () =>
        {
            var key = await nation.Db.GiftRefunds.Where(r => r.Reason == "Second").Select(r => r.Key).SingleAsync(Ct);
            app.Sandbox.Network.Refund(app.Sandbox.Network.Find(session)!.MerchantKey, key, new(app.Sandbox.Network.Find(session)!.PaymentId!, 2000));
            await app.Sandbox.Outbox.DeliverDue(Ct);
        };
        Assert.IsType<RefundAnswer.Waiting>(await nation.Services.GetRequiredService<RefundGift>().Run(giftId, 2000, "Second", Ct));
        var second = await nation.Db.GiftRefunds.Where(r => r.Reason == "Second").Select(r => r.Id).SingleAsync(Ct);

        Assert.IsType<RefundAnswer.Done>(await nation.Services.GetRequiredService<RefundGift>().Ask(second, Ct));
        Assert.Equal((2000, false), await nation.Db.Gifts.Select(g => new ValueTuple<long, bool>(g.RefundedCents, g.NeedsReview)).SingleAsync(Ct));
        app.Clock.Advance(TimeSpan.FromMinutes(3));
        await nation.Services.GetRequiredService<SettleAttempts>().Run(Ct);
        await app.Sandbox.Outbox.DeliverDue(Ct);

        Assert.Equal((GiftStatus.Refunded, 5000), await nation.Db.Gifts.Select(g => new ValueTuple<GiftStatus, long>(g.Status, g.RefundedCents)).SingleAsync(Ct));
        Assert.Equal(5000, await nation.Db.GiftDays.SumAsync(d => d.RefundedCents, Ct));
        Assert.Equal(["First", "Second"], await nation.Db.GiftRefunds.OrderBy(r => r.Id).Select(r => r.Reason).ToListAsync(Ct));
        await nation.BooksBalance();
    }

    [Fact]
    public async Task A_yes_that_holds_is_not_given_again_with_the_next_gift_and_one_taken_back_waits_for_its_owner()
    {
        await using var nation = await app.NewCampaign();
        var order = nation.Order(20) with { Consents = [(Purpose.News, "I would like news.")] };
        await nation.Services.GetRequiredService<TakeGift>().Run(order, Ct);

        await nation.Services.GetRequiredService<TakeGift>().Run(order with { Amount = Preau.Shared.Money.Euros(30) }, Ct);
        Assert.Equal(1, await nation.Db.ConsentEntries.CountAsync(Ct));
        var person = await nation.Db.Gifts.Select(g => g.PersonId).FirstAsync(Ct);
        var services = nation.Services;
        await services.GetRequiredService<ConsentLedger>().Withdraw(person, Purpose.News, "panel", Ct);
        await services.GetRequiredService<Database>().SaveChangesAsync(Ct);
        await nation.Services.GetRequiredService<TakeGift>().Run(order with { Amount = Preau.Shared.Money.Euros(40) }, Ct);

        Assert.Equal([true, false], await nation.Db.ConsentEntries.OrderBy(e => e.Id).Select(e => e.IsGiven).ToListAsync(Ct));
        Assert.Equal(person, (await nation.Db.PendingYeses.SingleAsync(Ct)).PersonId);
    }

    [Fact]
    public async Task A_disputed_gift_leaves_the_totals_and_comes_back_when_it_is_won()
    {
        await using var nation = await app.NewCampaign();
        var (_, session) = await nation.TakeAllowed(50);
        await app.Sandbox.Type(session, "4000 0000 0000 0259");
        await app.Sandbox.Outbox.DeliverDue(Ct);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await app.Sandbox.Outbox.DeliverDue(Ct);

        Assert.Equal(GiftStatus.Disputed, await nation.Db.Gifts.Select(g => g.Status).SingleAsync(Ct));
        Assert.Equal(0, await nation.Db.GiftDays.SumAsync(d => d.ReceivedCents, Ct));
        await nation.BooksBalance();
    }

    private static IEnumerable<string> Broken(GiftAnswer answer) => Assert.IsType<GiftAnswer.Refused>(answer).Decision.Blocks.Select(b => b.RuleId);
}

internal static class Books
{
    /// <summary>Every movement, and so everything, adds up to nought.</summary>
    public static async Task BooksBalance(this TestNation nation)
    {
        var lines = await nation.Db.LedgerEntries.AsNoTracking().ToListAsync();
        Assert.All(lines.GroupBy(l => l.Movement), m => Assert.Equal(0, m.Sum(l => l.AmountCents)));
        Assert.All(lines.GroupBy(l => l.Movement), m => Assert.Equal(2, m.Count()));
    }
}
