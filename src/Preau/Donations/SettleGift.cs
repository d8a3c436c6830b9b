using Microsoft.EntityFrameworkCore;
using Preau.Law;

namespace Preau.Donations;

/// <summary>Moves a gift from one state to the next, with its ledger lines and the day's totals. Called inside the gate, by whoever learnt of it first.</summary>
public sealed class SettleGift(Database db, CurrentNation nation, Ledger ledger, TimeProvider clock)
{
    public async Task Paid(Gift gift, GiftAttempt attempt, PaymentState.Paid paid, CancellationToken ct)
    {
        if (attempt.Status == AttemptStatus.Paid) return;
        var now = clock.GetUtcNow();
        if (paid.AmountCents != gift.AmountCents || paid.Currency != gift.Currency)
        {
            Park(gift, attempt, paid.PaymentId, now);
            return;
        }

        var wasGivenUp = gift.Status != GiftStatus.Pending;
        (attempt.Status, attempt.PaymentId, attempt.EndedAt) = (AttemptStatus.Paid, paid.PaymentId, now);
        gift.Receive(now);
        // Money of a checkout that had been given up was not counted while others were: somebody has to look.
        var foreign = paid.CardCountry is { } country && country != nation.Facts.Country;
        gift.NeedsReview |= wasGivenUp || foreign;
        var donor = await db.GiftDonors.SingleAsync(d => d.GiftId == gift.Id, ct);
        donor.CardCountry = paid.CardCountry;
        ledger.Received(gift, paid.FeeCents);
        await Count(gift, 1, gift.AmountCents, 0, paid.FeeCents ?? 0, ct);
    }

    public async Task Offline(Gift gift, CancellationToken ct)
    {
        gift.Receive(clock.GetUtcNow());
        ledger.Received(gift, feeCents: null);
        await Count(gift, 1, gift.AmountCents, 0, 0, ct);
    }

    public void Over(Gift gift, GiftAttempt attempt)
    {
        if (attempt.Status == AttemptStatus.Paid || attempt.Reason == GiftAttempt.AmountDiffers) return;
        (attempt.Status, attempt.EndedAt) = (AttemptStatus.Over, attempt.EndedAt ?? clock.GetUtcNow());
        if (gift.Status == GiftStatus.Pending) gift.Status = GiftStatus.Failed;
    }

    public async Task Refunded(Gift gift, GiftRefund refund, CancellationToken ct)
    {
        if (refund.Status == RefundStatus.Done) return;
        (refund.Status, refund.EndedAt) = (RefundStatus.Done, clock.GetUtcNow());
        gift.GiveBack(refund.AmountCents);
        ledger.GaveBack(gift, refund.AmountCents);
        await Count(gift, 0, 0, refund.AmountCents, 0, ct);
    }

    /// <summary>The gateway says how much went back in all. What we asked for ourselves is settled first; more than that was done at the gateway.</summary>
    public async Task RefundedAtGateway(Gift gift, long totalCents, CancellationToken ct)
    {
        var asked = await db.GiftRefunds.Where(r => r.GiftId == gift.Id && r.Status == RefundStatus.Asked).OrderBy(r => r.Id).ToListAsync(ct);
        foreach (var refund in asked.TakeWhile(r => gift.RefundedCents + r.AmountCents <= totalCents)) await Refunded(gift, refund, ct);
        var more = Math.Min(totalCents, gift.AmountCents) - gift.RefundedCents;
        if (more <= 0) return;
        var elsewhere = new GiftRefund { GiftId = gift.Id, AmountCents = more, Key = Guid.NewGuid().ToString("n"), Reason = "", AskedAt = clock.GetUtcNow() };
        db.Add(elsewhere);
        gift.NeedsReview = true;
        await Refunded(gift, elsewhere, ct);
    }

    public async Task Disputed(Gift gift, CancellationToken ct)
    {
        if (gift.Status != GiftStatus.Received) return;
        (gift.Status, gift.NeedsReview) = (GiftStatus.Disputed, true);
        ledger.Disputed(gift);
        await Count(gift, -1, -gift.Net.Cents, 0, 0, ct);
    }

    public async Task DisputeWon(Gift gift, CancellationToken ct)
    {
        if (gift.Status != GiftStatus.Disputed) return;
        // What the bank took comes back, whatever happened to the gift meanwhile.
        var taken = await db.LedgerEntries.Where(l => l.GiftId == gift.Id && l.Account == LedgerAccount.Disputes).SumAsync(l => l.AmountCents, ct);
        gift.Receive(clock.GetUtcNow());
        ledger.DisputeWon(gift, taken);
        await Count(gift, 1, taken, 0, 0, ct);
    }

    public void DisputeLost(Gift gift) => gift.Status = gift.Status == GiftStatus.Disputed ? GiftStatus.Failed : gift.Status;

    /// <summary>Money came that was not asked for: it enters no book, the gift goes on counting towards the ceiling, and somebody looks at the gateway.</summary>
    private static void Park(Gift gift, GiftAttempt attempt, string paymentId, DateTimeOffset now)
    {
        if (attempt.Reason == GiftAttempt.AmountDiffers) return;
        (attempt.Status, attempt.Reason, attempt.PaymentId, attempt.EndedAt) = (AttemptStatus.Over, GiftAttempt.AmountDiffers, paymentId, now);
        if (gift.Status == GiftStatus.Failed) gift.Status = GiftStatus.Pending;
        gift.NeedsReview = true;
    }

    private Task<int> Count(Gift gift, long gifts, long received, long refunded, long fee, CancellationToken ct) => db.Execute(
        "Donations/CountDay", ct,
        ("day", nation.Facts.DayOf(gift.GivenAt)),
        ("method", EnumText<PaymentMethod>.Of(gift.Method)),
        ("currency", gift.Currency),
        ("gifts", gifts),
        ("received_cents", received),
        ("refunded_cents", refunded),
        ("fee_cents", fee));
}
