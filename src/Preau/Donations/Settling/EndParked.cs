using Microsoft.EntityFrameworkCore;
using Preau.Law;

namespace Preau.Donations.Settling;

public abstract record ParkedAnswer
{
    /// <summary>The gift is what was paid.</summary>
    public sealed record Kept : ParkedAnswer;

    public sealed record GivenBack(RefundAnswer Answer) : ParkedAnswer;

    /// <summary>The law does not let it be kept.</summary>
    public sealed record Refused(Decision Decision) : ParkedAnswer;

    /// <summary>Paid in money that the campaign does not count in.</summary>
    public sealed record OtherCurrency : ParkedAnswer;

    /// <summary>The gateway does not say what was paid.</summary>
    public sealed record Unreachable : ParkedAnswer;

    /// <summary>Somebody was quicker.</summary>
    public sealed record Over : ParkedAnswer;
}

/// <summary>
/// Ends the waiting of a gift that was paid with another amount than was asked: what was paid is kept, where the law lets it be, or goes back. Either way it
/// enters the books, for it did come. What was paid is asked of the gateway.
/// </summary>
public sealed class EndParked(Database db, GiftLaw law, CurrentNation nation, SettleGift settle, RefundGift refunds, Gateways gateways)
{
    /// <summary>Null while the gateway does not answer.</summary>
    public async Task<PaymentState.Paid?> Look(GiftAttempt parked, CancellationToken ct) =>
        parked.SessionId is { } session && await gateways.Find(parked.Gateway, ct) is { } gateway ? await gateway.Look(session, ct) as PaymentState.Paid : null;

    public async Task<ParkedAnswer> Keep(GiftAttempt parked, CancellationToken ct)
    {
        if (await Look(parked, ct) is not { } paid) return new ParkedAnswer.Unreachable();
        if (paid.Currency != nation.Facts.Currency) return new ParkedAnswer.OtherCurrency();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await law.PassGate(ct);
        if (await Still(parked, ct) is not var (gift, attempt)) return new ParkedAnswer.Over();
        var donor = await db.GiftDonors.SingleAsync(d => d.GiftId == gift.Id, ct);
        var decision = await law.Judge(donor.Declared(gift), paid.AmountCents, gift.Method, gift.GivenAt, ct, besides: gift.Id);
        law.Keep(decision, gift.Id);
        if (decision.IsAllowed)
        {
            await settle.PaidOtherwise(gift, attempt, paid, ct);
            await settle.RefundedAtGateway(gift, paid.RefundedCents, ct);
            gift.NeedsReview |= decision.Outcome == Outcome.Warn;
            await settle.Thank(gift, donor, ct);
        }

        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return decision.IsAllowed ? new ParkedAnswer.Kept() : new ParkedAnswer.Refused(decision);
    }

    public async Task<ParkedAnswer> GiveBack(GiftAttempt parked, string reason, CancellationToken ct)
    {
        if (await Look(parked, ct) is not { } paid) return new ParkedAnswer.Unreachable();
        GiftRefund? refund = null;
        await using (var transaction = await db.Database.BeginTransactionAsync(ct))
        {
            await law.PassGate(ct);
            if (await Still(parked, ct) is not var (gift, attempt)) return new ParkedAnswer.Over();
            await settle.PaidOtherwise(gift, attempt, paid, ct);
            // Somebody may have given it back at the gateway itself.
            await settle.RefundedAtGateway(gift, paid.RefundedCents, ct);
            if (gift.Net.Cents > 0) refund = refunds.Decide(gift.Id, gift.Net.Cents, reason);
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
        }
        // Money is about to move: a closed window must not leave us without its outcome.
        return new ParkedAnswer.GivenBack(refund is null ? new RefundAnswer.Done() : await refunds.Ask(refund.Id, CancellationToken.None));
    }

    private async Task<(Gift Gift, GiftAttempt Attempt)?> Still(GiftAttempt parked, CancellationToken ct)
    {
        var attempt = await db.GiftAttempts.SingleAsync(a => a.Id == parked.Id, ct);
        return attempt.IsParked ? (await db.Gifts.SingleAsync(g => g.Id == attempt.GiftId, ct), attempt) : null;
    }
}
