using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Donations.Settling;
using Preau.Law;

namespace Preau.Donations;

public abstract record RefundAnswer
{
    public sealed record Done : RefundAnswer;

    /// <summary>The gateway has not answered; it is asked again with the same key until it does.</summary>
    public sealed record Waiting : RefundAnswer;

    public sealed record Refused(string Reason) : RefundAnswer;

    /// <summary>More than what is left of the gift, or a gift that is not there.</summary>
    public sealed record TooMuch(long LeftCents) : RefundAnswer;
}

/// <summary>Gives money back: online through the gateway that took it, offline as a line of the ledger.</summary>
public sealed class RefundGift(Database db, GiftLaw law, SettleGift settle, Gateways gateways, CurrentAccount account, TimeProvider clock)
{
    public async Task<RefundAnswer> Run(long giftId, long amountCents, string reason, CancellationToken ct)
    {
        GiftRefund refund;
        await using (var transaction = await db.Database.BeginTransactionAsync(ct))
        {
            await law.PassGate(ct);
            var gift = await db.Gifts.SingleAsync(g => g.Id == giftId, ct);
            var asked = await db.GiftRefunds.Where(r => r.GiftId == giftId && r.Status == RefundStatus.Asked).SumAsync(r => r.AmountCents, ct);
            var left = gift.Status == GiftStatus.Received ? gift.Net.Cents - asked : 0;
            if (amountCents <= 0 || amountCents > left) return new RefundAnswer.TooMuch(left);
            refund = Decide(giftId, amountCents, reason);
            if (gift.Method is not (PaymentMethod.Card or PaymentMethod.DirectDebit)) await settle.Refunded(gift, refund, ct);
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
        }
        // Money is about to move: a closed window must not leave us without its outcome.
        return refund.Status == RefundStatus.Done ? new RefundAnswer.Done() : await Ask(refund.Id, CancellationToken.None);
    }

    /// <summary>Writes down that somebody wants money to go back. The caller saves, and asks.</summary>
    public GiftRefund Decide(long giftId, long amountCents, string reason)
    {
        var refund = new GiftRefund { GiftId = giftId, AmountCents = amountCents, Key = Guid.NewGuid().ToString("n"), Reason = reason, AskedBy = account.Id, AskedAt = clock.GetUtcNow() };
        db.Add(refund);
        return refund;
    }

    /// <summary>Asks the gateway, for the first time or again.</summary>
    public async Task<RefundAnswer> Ask(long refundId, CancellationToken ct)
    {
        var refund = await db.GiftRefunds.AsNoTracking().SingleAsync(r => r.Id == refundId, ct);
        var attempt = await db.GiftAttempts.AsNoTracking().SingleAsync(a => a.GiftId == refund.GiftId && a.Status == AttemptStatus.Paid, ct);
        var currency = await db.Gifts.Where(g => g.Id == refund.GiftId).Select(g => g.Currency).SingleAsync(ct);
        var outcome = await gateways.Find(attempt.Gateway, ct) is { } gateway
            ? await gateway.Refund(new RefundRequest(refund.Key, attempt.PaymentId ?? "", refund.AmountCents, currency), ct)
            : new RefundOutcome.Unreachable();
        if (outcome is RefundOutcome.Unreachable) return new RefundAnswer.Waiting();
        db.ChangeTracker.Clear();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await law.PassGate(ct);
        var row = await db.GiftRefunds.SingleAsync(r => r.Id == refundId, ct);
        var gift = await db.Gifts.SingleAsync(g => g.Id == row.GiftId, ct);
        if (outcome is RefundOutcome.Accepted yes)
        {
            row.GatewayId = yes.RefundId;
            await settle.Refunded(gift, row, ct);
        }

        if (outcome is RefundOutcome.Refused no) settle.RefundRefused(gift, row, no.Reason);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return row.Status == RefundStatus.Done ? new RefundAnswer.Done() : new RefundAnswer.Refused(row.Refusal ?? "");
    }
}
