using Microsoft.EntityFrameworkCore;

namespace Preau.Donations.Settling;

public enum EventOutcome
{
    Applied,
    KnownAlready,
    UnknownCheckout,

    /// <summary>It cannot be told yet what the event is about: the gateway sends it again.</summary>
    AskAgain,
}

/// <summary>
/// Applies what a gateway told, in one transaction with the note that it was told. Told twice, late or out of order, the money is counted once.
/// </summary>
public sealed class RecordEvent(Database db, GiftLaw law, SettleGift settle, TimeProvider clock)
{
    public async Task<EventOutcome> Run(IGateway gateway, GatewayEvent told, CancellationToken ct)
    {
        // The event says that something happened; what it was is asked of the gateway itself, before any lock is held.
        var state = await Look(gateway, told, ct);
        if (state is PaymentState.Unreachable && told.Kind != GatewayEventKind.Paid) return EventOutcome.AskAgain;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await law.PassGate(ct);
        if (await db.WebhookEvents.AnyAsync(e => e.Gateway == gateway.Name && e.EventId == told.Id, ct)) return EventOutcome.KnownAlready;
        var attempt = await Find(gateway.Name, told, ct) is { } found ? await db.GiftAttempts.SingleAsync(a => a.Id == found.Id, ct) : null;
        var gift = attempt is null ? null : await db.Gifts.SingleAsync(g => g.Id == attempt.GiftId, ct);
        if (attempt is not null && gift is not null) await Apply(told, state, gift, attempt, ct);
        var outcome = gift is null ? EventOutcome.UnknownCheckout : EventOutcome.Applied;
        db.Add(new WebhookEvent
        {
            Gateway = gateway.Name, EventId = told.Id, Kind = told.Kind, GiftId = gift?.Id,
            Outcome = EnumText<EventOutcome>.Of(outcome), ReceivedAt = clock.GetUtcNow(),
        });
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return outcome;
    }

    /// <summary>Money cannot go back, or be disputed, that has not come: an event that overtook the payment's own settles the payment first.</summary>
    private async Task<PaymentState?> Look(IGateway gateway, GatewayEvent told, CancellationToken ct)
    {
        if (told.Kind is GatewayEventKind.Declined or GatewayEventKind.Over or GatewayEventKind.Other) return null;
        var known = await Find(gateway.Name, told, ct);
        // Of a payment that is settled, there is more to ask only where the event says so.
        var isOld = known is { Status: AttemptStatus.Paid } && !(told.Kind == GatewayEventKind.Refunded || (told.Kind == GatewayEventKind.FeeKnown && known.FeeCents is null));
        return isOld || (told.SessionId ?? known?.SessionId) is not { } session ? null : await gateway.Look(session, ct);
    }

    private Task<GiftAttempt?> Find(string gateway, GatewayEvent told, CancellationToken ct) => db.GiftAttempts
        .Where(a => a.Gateway == gateway
            && ((told.Reference != null && a.Key == told.Reference)
                || (told.SessionId != null && a.SessionId == told.SessionId)
                || (told.PaymentId != null && a.PaymentId == told.PaymentId)))
        .OrderBy(a => a.Id).AsNoTracking().FirstOrDefaultAsync(ct);

    private async Task Apply(GatewayEvent told, PaymentState? state, Gift gift, GiftAttempt attempt, CancellationToken ct)
    {
        if (state is PaymentState.Paid paid) await settle.Paid(gift, attempt, paid, ct);
        var isPaid = attempt.Status == AttemptStatus.Paid;
        switch (told.Kind)
        {
            case GatewayEventKind.Refunded or GatewayEventKind.RefundFailed or GatewayEventKind.Disputed or GatewayEventKind.DisputeWon or GatewayEventKind.DisputeLost when !isPaid:
                break;
            case GatewayEventKind.Paid:
                await settle.Paid(gift, attempt, new PaymentState.Paid(told.PaymentId ?? "", told.AmountCents, told.Currency, null, null), ct);
                break;
            case GatewayEventKind.Declined:
                if (attempt.Status != AttemptStatus.Paid && !attempt.IsParked) attempt.Reason = told.Reason;
                break;
            case GatewayEventKind.Over:
                settle.Over(gift, attempt);
                break;
            case GatewayEventKind.Refunded:
                // An event tells how things stood when it was written; some of the money may have come back since.
                await settle.RefundedAtGateway(gift, (state as PaymentState.Paid)?.RefundedCents ?? told.AmountCents, ct);
                break;
            case GatewayEventKind.RefundFailed:
                await settle.RefundFailed(gift, told.RefundId, told.AmountCents, told.Reason ?? "unknown", ct);
                break;
            case GatewayEventKind.Disputed:
                await settle.Disputed(gift, ct);
                break;
            case GatewayEventKind.DisputeWon:
                await settle.DisputeWon(gift, ct);
                break;
            case GatewayEventKind.DisputeLost:
                await settle.Disputed(gift, ct);
                settle.DisputeLost(gift);
                break;
            case GatewayEventKind.FeeKnown or GatewayEventKind.Other:
                break;
        }
    }
}
