using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Accounts;
using Preau.Donations;
using Preau.Donations.Acknowledging;
using Preau.Donations.Settling;

namespace Preau.Tests.Donations;

/// <summary>A gift that was paid with another amount than was asked waits until somebody ends it.</summary>
public sealed class ParkedGiftTests(GiftsApp app) : IClassFixture<GiftsApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_paid_is_kept_and_the_gift_is_one_of_that_amount()
    {
        await using var nation = await app.NewCampaign();
        var id = await Parked(nation);
        var finance = await nation.As(Role.Finance);

        (await finance.Get($"/gifts/{id}")).DoesNotShow("I have looked at it");
        (await finance.Get($"/gifts/{id}/settlement")).Shows("The gift becomes one of €25.");
        (await (await finance.Submit($"/gifts/{id}/settlement", new { Form_IsKept = "true" })).Follow()).Shows("The gift is one of €25 now.");

        var gift = await nation.Db.Gifts.SingleAsync(Ct);
        Assert.Equal((GiftStatus.Received, 2500, false, AcknowledgementState.NoRelay), (gift.Status, gift.AmountCents, gift.NeedsReview, gift.Acknowledgement));
        Assert.Equal((2500, 62), await nation.Db.GiftDays.Select(d => new ValueTuple<long, long>(d.ReceivedCents, d.FeeCents)).SingleAsync(Ct));
        Assert.Equal(HttpStatusCode.NotFound, (await finance.Get($"/gifts/{id}/settlement")).Status);
        await nation.BooksBalance();
    }

    [Fact]
    public async Task What_was_paid_goes_back_once_and_the_books_hold_both_movements()
    {
        await using var nation = await app.NewCampaign();
        var id = await Parked(nation);

        (await nation.Panel.Submit($"/gifts/{id}/settlement", new { Form_IsKept = "false" })).Shows("Say why it goes back.");
        (await (await nation.Panel.Submit($"/gifts/{id}/settlement", new { Form_IsKept = "false", Form_Reason = "Another amount" })).Follow()).Shows("€25 were given back.");
        await app.Sandbox.Outbox.DeliverDue(Ct);

        var gift = await nation.Db.Gifts.SingleAsync(Ct);
        Assert.Equal((GiftStatus.Refunded, 2500, AcknowledgementState.None), (gift.Status, gift.RefundedCents, gift.Acknowledgement));
        Assert.Equal(1, await nation.Db.GiftRefunds.CountAsync(Ct));
        Assert.Equal(2500, app.Sandbox.Network.Recent[0].RefundedCents(app.Clock.GetUtcNow()));
        await nation.BooksBalance();
    }

    [Fact]
    public async Task What_went_back_at_the_gateway_itself_does_not_go_back_twice()
    {
        await using var nation = await app.NewCampaign();
        var id = await Parked(nation);
        app.Sandbox.Network.Recent[0].GiveBack(2500);

        await nation.Panel.Submit($"/gifts/{id}/settlement", new { Form_IsKept = "false", Form_Reason = "Another amount" });

        Assert.Equal((GiftStatus.Refunded, 2500), await nation.Db.Gifts.Select(g => new ValueTuple<GiftStatus, long>(g.Status, g.RefundedCents)).SingleAsync(Ct));
        Assert.Equal(2500, app.Sandbox.Network.Recent[0].RefundedCents(app.Clock.GetUtcNow()));
        await nation.BooksBalance();
    }

    [Fact]
    public async Task What_the_law_does_not_allow_can_only_go_back()
    {
        await using var nation = await app.NewCampaign();
        var id = await Parked(nation, 2000);
        // Meanwhile the same donor gave on paper what the ceiling left.
        await nation.Do(async (_, db) =>
        {
            var gift = await db.Gifts.SingleAsync(Ct);
            var other = new Gift { PersonId = gift.PersonId, Status = GiftStatus.Received, Method = Preau.Law.PaymentMethod.Cheque, AmountCents = 360_001, Currency = "EUR", GivenAt = gift.GivenAt, ReceivedAt = gift.GivenAt, Language = "fr", Source = "panel" };
            db.Add(other);
            db.Add(Gifts.Donor().File(other.Id));
        });

        var no = await nation.Panel.Submit($"/gifts/{id}/settlement", new { Form_IsKept = "true" });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, no.Status);
        no.Shows("The law allows €4,600 a person and election");
        Assert.Equal(0, await nation.Db.LedgerEntries.CountAsync(Ct));
        await nation.Panel.Submit($"/gifts/{id}/settlement", new { Form_IsKept = "false", Form_Reason = "Above the ceiling" });
        Assert.Equal(GiftStatus.Refunded, await nation.Db.Gifts.Where(g => g.Id == id).Select(g => g.Status).SingleAsync(Ct));
    }

    [Fact]
    public async Task Money_that_the_gateway_does_not_give_back_is_looked_at_by_somebody()
    {
        await using var nation = await app.NewCampaign();
        await Parked(nation);

        await nation.Do(async (services, db) =>
        {
            var gift = await db.Gifts.SingleAsync(Ct);
            gift.NeedsReview = false;
            var refund = new GiftRefund { GiftId = gift.Id, AmountCents = 2500, Key = "k", Reason = "Above the ceiling", Status = RefundStatus.Asked, AskedAt = app.Clock.GetUtcNow() };
            db.Add(refund);
            services.GetRequiredService<SettleGift>().RefundRefused(gift, refund, "The account is closed.");
        });

        Assert.True(await nation.Db.Gifts.Select(g => g.NeedsReview).SingleAsync(Ct));
    }

    [Fact]
    public async Task Nothing_is_decided_while_the_gateway_does_not_say_what_was_paid_and_only_by_who_may_give_back()
    {
        await using var nation = await app.NewCampaign();
        var id = await Parked(nation);

        var panel = (await nation.Panel.Get($"/people/{await nation.Db.Gifts.Select(g => g.PersonId).SingleAsync(Ct)}"));
        panel.Shows("1 gift waits for somebody to look at it.");
        panel.DoesNotShow("€0 in 0 gifts");
        app.GatewayIsDown = true;
        (await nation.Panel.Get($"/gifts/{id}")).Shows("Paid with another amount than was asked: look at the gateway");
        (await nation.Panel.Get($"/gifts/{id}/settlement")).Shows("The gateway does not say what was paid.");
        app.GatewayIsDown = false;
        var staff = await nation.As(Role.Staff);
        (await staff.Get($"/gifts/{id}")).DoesNotShow("End the waiting");
        Assert.Equal(HttpStatusCode.Forbidden, (await staff.Get($"/gifts/{id}/settlement")).Status);
    }

    private async Task<long> Parked(TestNation nation, long euros = 50)
    {
        var (giftId, session) = await nation.TakeAllowed(euros);
        await app.Sandbox.Type(session, "4000 0000 0000 0127");
        await app.Sandbox.Outbox.DeliverDue(Ct);
        (await nation.Site.Get(app.Sandbox.Network.Find(session)!.Order.SuccessUrl.PathAndQuery)).Shows("€, et non ");
        var shown = await nation.Panel.Get($"/gifts/{giftId}");
        shown.Shows("End the waiting");
        shown.Shows($"Paid instead€{euros / 2:N0}.00");
        shown.Shows("were paid: keep it, or give it back.");
        return giftId;
    }
}
