using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Donations;
using Preau.Donations.Settling;

namespace Preau.Tests.Donations;

public sealed class WebhookTests(GiftsApp app) : IClassFixture<GiftsApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_webhook_told_five_times_counts_once()
    {
        await using var nation = await app.NewCampaign();
        var (_, session) = await nation.TakeAllowed();
        await app.Sandbox.Pay(session);
        await app.Sandbox.Outbox.DeliverDue(Ct);
        var told = app.Sandbox.Outbox.Recent[0].About.Id;

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => app.Sandbox.Outbox.Again(told, Ct)));

        Assert.Equal(4, await nation.Db.LedgerEntries.CountAsync(Ct));
        Assert.Equal(1, await nation.Db.GiftDays.SumAsync(d => d.Gifts, Ct));
    }

    [Fact]
    public async Task Events_that_come_in_the_wrong_order_end_the_same()
    {
        await using var nation = await app.NewCampaign();
        var (_, session) = await nation.TakeAllowed();
        var key = app.Sandbox.Network.Find(session)!.MerchantKey;
        var reference = await nation.Db.GiftAttempts.Select(a => a.Key).SingleAsync(Ct);
        await app.Sandbox.Pay(session);
        var payment = app.Sandbox.Network.Find(session)!.PaymentId;

        await Tell(nation, key, new GatewayEvent { Id = "ev_3", Kind = GatewayEventKind.Over, SessionId = session, Reference = reference });
        await Tell(nation, key, new GatewayEvent { Id = "ev_2", Kind = GatewayEventKind.Paid, SessionId = session, Reference = reference, PaymentId = payment, AmountCents = 5000 });
        await Tell(nation, key, new GatewayEvent { Id = "ev_1", Kind = GatewayEventKind.Declined, SessionId = session, Reference = reference, Reason = "card_declined" });

        var gift = await nation.Db.Gifts.SingleAsync(Ct);
        Assert.Equal((GiftStatus.Received, true), (gift.Status, gift.NeedsReview));
        await nation.BooksBalance();
    }

    [Fact]
    public async Task A_webhook_that_never_comes_is_made_up_for_by_asking()
    {
        await using var nation = await app.NewCampaign();
        var (_, session) = await nation.TakeAllowed();
        await app.Sandbox.Pay(session);
        app.Clock.Advance(TimeSpan.FromMinutes(3));

        await nation.Services.GetRequiredService<SettleAttempts>().Run(Ct);
        Assert.Equal(GiftStatus.Received, await nation.Db.Gifts.Select(g => g.Status).SingleAsync(Ct));
        await app.Sandbox.Outbox.DeliverDue(Ct);

        Assert.Equal(1, await nation.Db.GiftDays.SumAsync(d => d.Gifts, Ct));
        await nation.BooksBalance();
    }

    [Fact]
    public async Task A_payment_of_another_amount_enters_no_book_and_waits_for_somebody_to_look()
    {
        await using var nation = await app.NewCampaign();
        var (giftId, session) = await nation.TakeAllowed();
        var (key, reference) = (app.Sandbox.Network.Find(session)!.MerchantKey, await nation.Db.GiftAttempts.Select(a => a.Key).SingleAsync(Ct));

        Assert.Equal(HttpStatusCode.OK, await Tell(nation, key, new GatewayEvent { Id = "ev_less", Kind = GatewayEventKind.Paid, SessionId = session, Reference = reference, PaymentId = "pay_less", AmountCents = 4000 }));
        await Tell(nation, key, new GatewayEvent { Id = "ev_over", Kind = GatewayEventKind.Over, SessionId = session, Reference = reference });

        var gift = await nation.Db.Gifts.SingleAsync(Ct);
        Assert.Equal((GiftStatus.Pending, true), (gift.Status, gift.NeedsReview));
        Assert.Equal(0, await nation.Db.LedgerEntries.CountAsync(Ct));
        (await nation.Panel.Get($"/gifts/{giftId}")).Shows("Paid with another amount than was asked");
    }

    [Fact]
    public async Task A_fee_that_is_known_later_is_booked_once()
    {
        await using var nation = await app.NewCampaign();
        var (_, session) = await nation.TakeAllowed();
        await app.Sandbox.PayWithFeeLater(session);
        await app.Sandbox.Outbox.DeliverDue(Ct);
        Assert.Equal((GiftStatus.Received, 0), (await nation.Db.Gifts.Select(g => g.Status).SingleAsync(Ct), await nation.Db.GiftDays.SumAsync(d => d.FeeCents, Ct)));

        await app.Sandbox.Later();
        await app.Sandbox.Outbox.DeliverDue(Ct);
        await app.Sandbox.Outbox.Again(app.Sandbox.Outbox.Recent.First(d => d.About.Kind == GatewayEventKind.FeeKnown).About.Id, Ct);
        await Tell(nation, app.Sandbox.Network.Find(session)!.MerchantKey, new GatewayEvent { Id = "ev_fee_again", Kind = GatewayEventKind.FeeKnown, SessionId = session });

        Assert.Equal(100, await nation.Db.GiftDays.SumAsync(d => d.FeeCents, Ct));
        Assert.Equal(100, await nation.Db.LedgerEntries.Where(l => l.Account == LedgerAccount.Fees).SumAsync(l => l.AmountCents, Ct));
        await nation.BooksBalance();
    }

    [Fact]
    public async Task A_fee_of_which_no_word_comes_is_asked_for()
    {
        await using var nation = await app.NewCampaign();
        var (_, session) = await nation.TakeAllowed();
        var (key, reference) = (app.Sandbox.Network.Find(session)!.MerchantKey, await nation.Db.GiftAttempts.Select(a => a.Key).SingleAsync(Ct));
        await app.Sandbox.Type(session, "4000 0084 0000 0000");
        app.GatewayIsDown = true;
        await Tell(nation, key, new GatewayEvent { Id = "ev_paid_alone", Kind = GatewayEventKind.Paid, SessionId = session, Reference = reference, PaymentId = app.Sandbox.Network.Find(session)!.PaymentId, AmountCents = 5000 });
        app.GatewayIsDown = false;
        Assert.Equal((0, false), (await nation.Db.GiftDays.SumAsync(d => d.FeeCents, Ct), await nation.Db.Gifts.Select(g => g.NeedsReview).SingleAsync(Ct)));

        app.Clock.Advance(TimeSpan.FromMinutes(3));
        await nation.Services.GetRequiredService<SettleAttempts>().Run(Ct);
        app.Clock.Advance(TimeSpan.FromHours(2));
        await nation.Services.GetRequiredService<SettleAttempts>().Run(Ct);

        Assert.Equal((100, true), (await nation.Db.GiftDays.SumAsync(d => d.FeeCents, Ct), await nation.Db.Gifts.Select(g => g.NeedsReview).SingleAsync(Ct)));
        await nation.BooksBalance();
    }

    [Fact]
    public async Task Money_back_that_does_not_arrive_is_put_right_in_the_books_and_somebody_is_told()
    {
        await using var nation = await app.NewCampaign();
        var (giftId, session) = await nation.TakeAllowed();
        await app.Sandbox.PayWithoutWayBack(session);
        await app.Sandbox.Outbox.DeliverDue(Ct);
        await nation.Panel.Submit($"/gifts/{giftId}/refund", new { Form_Amount = "50", Form_Reason = "Asked for" });
        await app.Sandbox.Outbox.DeliverDue(Ct);
        Assert.Equal(GiftStatus.Refunded, await nation.Db.Gifts.Select(g => g.Status).SingleAsync(Ct));

        await app.Sandbox.Later();
        await app.Sandbox.Outbox.DeliverDue(Ct);
        foreach (var told in app.Sandbox.Outbox.Recent.Select(d => d.About).Where(t => t.SessionId == session && t.Kind is GatewayEventKind.Refunded or GatewayEventKind.RefundFailed).ToList())
            await Tell(nation, app.Sandbox.Network.Find(session)!.MerchantKey, told with { Id = told.Id + "_again" });

        var gift = await nation.Db.Gifts.SingleAsync(Ct);
        Assert.Equal((GiftStatus.Received, 0, true), (gift.Status, gift.RefundedCents, gift.NeedsReview));
        Assert.Equal(0, await nation.Db.LedgerEntries.Where(l => l.Account == LedgerAccount.Refunds).SumAsync(l => l.AmountCents, Ct));
        Assert.Equal(0, await nation.Db.GiftDays.SumAsync(d => d.RefundedCents, Ct));
        var page = await nation.Panel.Get($"/gifts/{giftId}");
        page.Shows("did not reach the donor");
        page.Shows("Did not arrive: the money is at the gateway again");
        page.Shows("Card expired or cancelled");
        (await nation.Panel.Get("/")).Shows("Some gifts need somebody to look at them.");
        await nation.BooksBalance();
    }

    [Fact]
    public async Task Money_back_that_fails_before_the_gateways_answer_is_known_is_never_booked_again()
    {
        await using var nation = await app.NewCampaign();
        var (giftId, session) = await nation.TakeAllowed();
        await app.Sandbox.PayWithoutWayBack(session);
        await app.Sandbox.Outbox.DeliverDue(Ct);
        app.BeforeNoAnswer = async () =>
        {
            // The network takes the refund on, tells of it and that it failed; only the answer to the call is lost.
            var key = await nation.Db.GiftRefunds.Select(r => r.Key).SingleAsync(Ct);
            var payment = app.Sandbox.Network.Find(session)!;
            app.Sandbox.Network.Refund(payment.MerchantKey, key, new Preau.Donations.Sandbox.CardRefund(payment.PaymentId!, 5000));
            await app.Sandbox.Outbox.DeliverDue(Ct);
            await app.Sandbox.Later();
            await app.Sandbox.Outbox.DeliverDue(Ct);
        };

        await nation.Panel.Submit($"/gifts/{giftId}/refund", new { Form_Amount = "50", Form_Reason = "Asked for" });
        app.Clock.Advance(TimeSpan.FromMinutes(3));
        await nation.Services.GetRequiredService<SettleAttempts>().Run(Ct);

        Assert.Equal((GiftStatus.Received, 0), await nation.Db.Gifts.Select(g => new ValueTuple<GiftStatus, long>(g.Status, g.RefundedCents)).SingleAsync(Ct));
        Assert.Equal(RefundStatus.Failed, await nation.Db.GiftRefunds.Select(r => r.Status).SingleAsync(Ct));
        await nation.BooksBalance();
    }

    [Fact]
    public async Task One_checkout_that_cannot_be_settled_does_not_keep_the_others_waiting()
    {
        await using var nation = await app.NewCampaign();
        foreach (var name in new[] { "Ada Premier", "Bo Second" }) await app.Sandbox.Pay((await nation.TakeAllowed(donor: Gifts.Donor(name))).SessionId);
        app.Clock.Advance(TimeSpan.FromMinutes(3));
        app.BeforeNoAnswer = () => throw new InvalidOperationException("Not an answer that anybody expects");

        await nation.Services.GetRequiredService<SettleAttempts>().Run(Ct);

        Assert.Equal([GiftStatus.Pending, GiftStatus.Received], await nation.Db.Gifts.OrderBy(g => g.Id).Select(g => g.Status).ToListAsync(Ct));
    }

    [Fact]
    public async Task Checkouts_are_asked_about_in_turn()
    {
        await using var nation = await app.NewCampaign();
        var (giftId, session) = await nation.TakeAllowed();
        var (db, now) = (nation.Db, app.Clock.GetUtcNow());
        for (var i = 0; i < 50; i++)
            db.Add(new GiftAttempt { GiftId = giftId, Gateway = "sandbox", Key = $"older {i}", OpenedAt = now.AddHours(-1), ExpiresAt = now.AddDays(1) });
        await db.SaveChangesAsync(Ct);
        await app.Sandbox.Pay(session);
        app.Clock.Advance(TimeSpan.FromMinutes(3));

        await nation.Services.GetRequiredService<SettleAttempts>().Run(Ct);
        Assert.Equal(GiftStatus.Pending, await nation.Db.Gifts.Select(g => g.Status).SingleAsync(Ct));
        await nation.Services.GetRequiredService<SettleAttempts>().Run(Ct);

        Assert.Equal(GiftStatus.Received, await nation.Db.Gifts.Select(g => g.Status).SingleAsync(Ct));
    }

    [Fact]
    public async Task An_event_of_another_nation_is_not_believed()
    {
        await using var ours = await app.NewCampaign();
        await using var theirs = await app.NewCampaign();
        var (_, session) = await theirs.TakeAllowed();
        var network = app.Sandbox.Network.Find(session)!;
        var told = new GatewayEvent { Id = "ev_x", Kind = GatewayEventKind.Paid, SessionId = session, Reference = network.Order.Reference, AmountCents = 5000 };

        Assert.Equal(HttpStatusCode.BadRequest, await Tell(ours, network.MerchantKey, told));
        Assert.Equal(0, await ours.Db.WebhookEvents.CountAsync(Ct));

        await ours.TakeAllowed();
        var ourKey = app.Sandbox.Network.Recent[0].MerchantKey;
        Assert.Equal(HttpStatusCode.OK, await Tell(ours, ourKey, told));
        Assert.Equal("unknown_checkout", await ours.Db.WebhookEvents.Select(e => e.Outcome).SingleAsync(Ct));
        Assert.Equal(GiftStatus.Pending, await ours.Db.Gifts.Select(g => g.Status).SingleAsync(Ct));
        Assert.Equal(GiftStatus.Pending, await theirs.Db.Gifts.Select(g => g.Status).SingleAsync(Ct));
    }

    [Fact]
    public async Task Unsigned_forged_and_huge_bodies_are_refused()
    {
        await using var nation = await app.NewCampaign();
        await nation.TakeAllowed();

        Assert.Equal(HttpStatusCode.BadRequest, await Post(nation, "{}"u8.ToArray(), null));
        Assert.Equal(HttpStatusCode.BadRequest, await Tell(nation, "a key that nobody has", new GatewayEvent { Id = "e", Kind = GatewayEventKind.Paid }));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await Post(nation, new byte[300_000], "t=1,v1=00"));
        Assert.Equal(HttpStatusCode.NotFound, (await nation.Site.Http.PostAsync("/gateways/paypal/events", new StringContent("{}"), Ct)).StatusCode);
    }

    private static async Task<HttpStatusCode> Tell(TestNation nation, string key, GatewayEvent told)
    {
        var body = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(told, JsonSerializerOptions.Web));
        return await Post(nation, body, Signature.Header(body, key, nation.App.Clock.GetUtcNow()));
    }

    private static async Task<HttpStatusCode> Post(TestNation nation, byte[] body, string? signature)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/gateways/sandbox/events") { Content = new ByteArrayContent(body) };
        if (signature is not null) request.Headers.Add("Sandbox-Signature", signature);
        return (await nation.Site.Http.SendAsync(request, Ct)).StatusCode;
    }
}
