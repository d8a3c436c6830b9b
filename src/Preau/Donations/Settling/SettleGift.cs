using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.Capital;
using Preau.Donations.Acknowledging;
using Preau.Law;
using Preau.Mail.Automatic;
using Preau.Site;

namespace Preau.Donations.Settling;

/// <summary>Moves a gift from one state to the next, with its ledger lines and the day's totals. Called inside the gate, by whoever learnt of it first.</summary>
public sealed class SettleGift(Database db, CurrentNation nation, Ledger ledger, Acknowledgements acknowledgements, FollowActions follow, CapitalLedger capital, TimeProvider clock)
{
    public async Task Paid(Gift gift, GiftAttempt attempt, PaymentState.Paid paid, CancellationToken ct)
    {
        if (attempt.Status == AttemptStatus.Paid)
        {
            await Learn(gift, attempt, paid, ct);
            return;
        }

        if (paid.AmountCents != gift.AmountCents || paid.Currency != gift.Currency)
        {
            Park(gift, attempt, paid.PaymentId, clock.GetUtcNow());
            return;
        }

        // Money of a checkout that had been given up was not counted while others were: somebody has to look.
        gift.NeedsReview |= gift.Status != GiftStatus.Pending;
        await Thank(gift, await Book(gift, attempt, paid, ct), ct);
    }

    /// <summary>Somebody has looked at a payment of another amount than was asked: the gift is what was paid.</summary>
    public async Task PaidOtherwise(Gift gift, GiftAttempt attempt, PaymentState.Paid paid, CancellationToken ct)
    {
        (gift.AmountCents, gift.Currency, gift.NeedsReview) = (paid.AmountCents, paid.Currency, false);
        await Book(gift, attempt, paid, ct);
    }

    /// <summary>The money is there: the donor is told so, and gets the answer of the page on which they gave. What stood in the form as its page may be any number: only where gifts are taken is a gift answered.</summary>
    public async Task Thank(Gift gift, GiftDonor donor, CancellationToken ct)
    {
        if (donor.Email.Length == 0 || gift.Status != GiftStatus.Received) return;
        await acknowledgements.Mail(gift, ct);
        if (gift.Source is not ['p', 'a', 'g', 'e', ':', .. var number] || !long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var pageId)) return;
        if (await db.SitePages.AnyAsync(p => p.Id == pageId && p.Kind == PageKind.Donation, ct)) await follow.Run(pageId, gift.PersonId, donor.Declared(gift).Input, ct);
    }

    public async Task Offline(Gift gift, CancellationToken ct)
    {
        gift.Receive(clock.GetUtcNow());
        ledger.Received(gift);
        await Count(gift, 1, gift.AmountCents, 0, 0, ct);
        await Points(gift, ct);
    }

    public void Over(Gift gift, GiftAttempt attempt)
    {
        if (attempt.Status == AttemptStatus.Paid || attempt.IsParked) return;
        (attempt.Status, attempt.EndedAt) = (AttemptStatus.Over, attempt.EndedAt ?? clock.GetUtcNow());
        if (gift.Status == GiftStatus.Pending) gift.Status = GiftStatus.Failed;
    }

    public async Task Refunded(Gift gift, GiftRefund refund, CancellationToken ct)
    {
        if (refund.Status != RefundStatus.Asked) return;
        (refund.Status, refund.EndedAt) = (RefundStatus.Done, clock.GetUtcNow());
        var left = refund.AmountCents;
        foreach (var told in await ToldSince(refund, ct))
        {
            // The gateway told it before its answer reached us: it is booked, and is this refund.
            var same = Math.Min(left, told.AmountCents);
            (left, told.AmountCents) = (left - same, told.AmountCents - same);
            if (told.AmountCents == 0) db.Remove(told);
            else gift.NeedsReview = true;
        }

        await GiveBack(gift, left, ct);
    }

    /// <summary>The gateway gives nothing back for this request. Whether the money is still here or went back otherwise, somebody has to look.</summary>
    public void RefundRefused(Gift gift, GiftRefund refund, string reason)
    {
        if (refund.Status != RefundStatus.Asked) return;
        (refund.Status, refund.Refusal, refund.EndedAt) = (RefundStatus.Refused, reason, clock.GetUtcNow());
        gift.NeedsReview = true;
    }

    /// <summary>
    /// The gateway says how much went back in all, not which refunds that were. What is not booked yet is written down as done elsewhere; a refund
    /// of ours among it takes that place when its own answer comes.
    /// </summary>
    public async Task RefundedAtGateway(Gift gift, long totalCents, CancellationToken ct)
    {
        var more = Math.Min(totalCents, gift.AmountCents) - gift.RefundedCents;
        if (more <= 0) return;
        var now = clock.GetUtcNow();
        db.Add(new GiftRefund { GiftId = gift.Id, AmountCents = more, Key = Guid.NewGuid().ToString("n"), Reason = "", Status = RefundStatus.Done, AskedAt = now, EndedAt = now });
        var asked = await db.GiftRefunds.Where(r => r.GiftId == gift.Id && r.Status == RefundStatus.Asked).SumAsync(r => r.AmountCents, ct);
        gift.NeedsReview |= asked < more;
        await GiveBack(gift, more, ct);
    }

    /// <summary>
    /// Money on its way back did not arrive: what was booked is taken back, once, however often it is told. A refund of ours that was told before its own
    /// answer came, and stands as done elsewhere, is the one that failed.
    /// </summary>
    public async Task RefundFailed(Gift gift, string? gatewayId, long cents, string reason, CancellationToken ct)
    {
        var refunds = await db.GiftRefunds.Where(r => r.GiftId == gift.Id).OrderBy(r => r.Id).ToListAsync(ct);
        if (refunds.Exists(r => r.GatewayId == gatewayId && r.Status == RefundStatus.Failed)) return;
        var booked = refunds.Find(r => r.GatewayId == gatewayId) ?? refunds.Find(r => r is { GatewayId: null, Status: RefundStatus.Done } && r.AmountCents == cents);
        var asked = booked is null or { AskedBy: null, Reason: "" } ? refunds.Find(r => r.Status == RefundStatus.Asked && r.AmountCents == cents) : null;
        gift.NeedsReview = true;
        if ((asked ?? booked) is not { } failed) return;
        (failed.Status, failed.GatewayId, failed.Refusal, failed.EndedAt) = (RefundStatus.Failed, gatewayId, reason, clock.GetUtcNow());
        if (booked is null) return;
        if (booked != failed) db.Remove(booked);
        var wasRefunded = gift.Status == GiftStatus.Refunded;
        gift.TakeBack(booked.AmountCents);
        ledger.RefundFailed(gift, booked.AmountCents);
        await Count(gift, 0, 0, -booked.AmountCents, 0, ct);
        if (wasRefunded && gift.Status == GiftStatus.Received) await capital.PutBack(PointsOf(gift), gift.PersonId, ct);
    }

    public async Task Disputed(Gift gift, CancellationToken ct)
    {
        if (gift.Status != GiftStatus.Received) return;
        (gift.Status, gift.NeedsReview) = (GiftStatus.Disputed, true);
        ledger.Disputed(gift);
        await Count(gift, -1, -gift.Net.Cents, 0, 0, ct);
        await capital.TakeBack(PointsOf(gift), gift.PersonId, ct);
    }

    public async Task DisputeWon(Gift gift, CancellationToken ct)
    {
        if (gift.Status != GiftStatus.Disputed) return;
        // What the bank took comes back, whatever happened to the gift meanwhile.
        var taken = await db.LedgerEntries.Where(l => l.GiftId == gift.Id && l.Account == LedgerAccount.Disputes).SumAsync(l => l.AmountCents, ct);
        gift.Receive(clock.GetUtcNow());
        ledger.DisputeWon(gift, taken);
        await Count(gift, 1, taken, 0, 0, ct);
        if (gift.Status == GiftStatus.Received) await capital.PutBack(PointsOf(gift), gift.PersonId, ct);
    }

    public void DisputeLost(Gift gift) => gift.Status = gift.Status == GiftStatus.Disputed ? GiftStatus.Failed : gift.Status;

    private async Task<GiftDonor> Book(Gift gift, GiftAttempt attempt, PaymentState.Paid paid, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        (attempt.Status, attempt.PaymentId, attempt.EndedAt) = (AttemptStatus.Paid, paid.PaymentId, now);
        gift.Receive(now);
        ledger.Received(gift);
        await Count(gift, 1, gift.AmountCents, 0, 0, ct);
        await Points(gift, ct);
        return await Learn(gift, attempt, paid, ct);
    }

    /// <summary>What the gateway says of a payment besides that it was made, and may say only later: the country of the card, and its own fee.</summary>
    private async Task<GiftDonor> Learn(Gift gift, GiftAttempt attempt, PaymentState.Paid paid, CancellationToken ct)
    {
        var donor = await db.GiftDonors.SingleAsync(d => d.GiftId == gift.Id, ct);
        if (donor.CardCountry is null && paid.CardCountry is { } country)
        {
            donor.CardCountry = country;
            gift.NeedsReview |= country != nation.Facts.Country;
        }

        if (attempt.FeeCents is null && paid.FeeCents is { } fee)
        {
            attempt.FeeCents = fee;
            if (fee > 0) ledger.Fee(gift, fee);
            await Count(gift, 0, 0, 0, fee, ct);
        }

        return donor;
    }

    /// <summary>Money came that was not asked for: it enters no book, the gift goes on counting towards the ceiling, and somebody looks at the gateway.</summary>
    private static void Park(Gift gift, GiftAttempt attempt, string paymentId, DateTimeOffset now)
    {
        if (attempt.IsParked) return;
        (attempt.Status, attempt.Reason, attempt.PaymentId, attempt.EndedAt) = (AttemptStatus.Over, GiftAttempt.AmountDiffers, paymentId, now);
        if (gift.Status == GiftStatus.Failed) gift.Status = GiftStatus.Pending;
        gift.NeedsReview = true;
    }

    /// <summary>Money that went back as the gateway tells, since this refund was asked of it.</summary>
    private Task<List<GiftRefund>> ToldSince(GiftRefund refund, CancellationToken ct) => db.GiftRefunds
        .Where(r => r.GiftId == refund.GiftId && r.Status == RefundStatus.Done && r.AskedBy == null && r.Reason == "" && r.AskedAt >= refund.AskedAt)
        .OrderBy(r => r.Id).ToListAsync(ct);

    private async Task GiveBack(Gift gift, long cents, CancellationToken ct)
    {
        if (cents == 0) return;
        gift.GiveBack(cents);
        ledger.GaveBack(gift, cents);
        await Count(gift, 0, 0, cents, 0, ct);
        // A part that goes back leaves a gift, with its points.
        if (gift.Status == GiftStatus.Refunded) await capital.TakeBack(PointsOf(gift), gift.PersonId, ct);
    }

    /// <summary>Points for money that came in; none for money that is gone again by then.</summary>
    private async Task Points(Gift gift, CancellationToken ct)
    {
        if (gift.Status == GiftStatus.Received) await capital.Award(Occasion.Gift, gift.PersonId, PointsOf(gift), ct);
    }

    private static string PointsOf(Gift gift) => $"gift:{gift.Id}";

    private Task<int> Count(Gift gift, long gifts, long received, long refunded, long fee, CancellationToken ct) => db.Execute(
        "Donations/Settling/CountDay", ct,
        ("day", nation.Facts.DayOf(gift.GivenAt)),
        ("method", EnumText<PaymentMethod>.Of(gift.Method)),
        ("currency", gift.Currency),
        ("gifts", gifts),
        ("received_cents", received),
        ("refunded_cents", refunded),
        ("fee_cents", fee));
}
