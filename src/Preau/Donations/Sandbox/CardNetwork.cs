using System.Security.Cryptography;
using System.Text.Json;

namespace Preau.Donations.Sandbox;

public sealed class CardNetworkOptions
{
    /// <summary>How long after the fact the merchant is told of what comes late: a payment, a fee, a refund that failed.</summary>
    public TimeSpan LateBy { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>When a disputed payment is taken back.</summary>
    public TimeSpan DisputeAfter { get; set; } = TimeSpan.FromSeconds(30);
}

/// <summary>The state of the sandbox card network, and what it does when somebody pays. It keeps nothing when it stops.</summary>
public sealed class CardNetwork(WebhookOutbox outbox, CardNetworkOptions options, TimeProvider clock)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, CardSession> sessions = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Merchant, string Key), (string Request, string Id)> known = [];

    public IReadOnlyList<CardSession> Recent
    {
        get
        {
            lock (gate)
            {
                return [.. sessions.Values.Reverse().Take(50)];
            }
        }
    }

    /// <summary>Opens a checkout, or finds the one that this key opened. The same key for another order is a mistake and is refused.</summary>
    public (CardSession? Session, string? Refusal) Open(string merchant, string key, CardOrder order)
    {
        if (order.AmountCents is < 100 or > 99_999_999)
        {
            return (null, "The amount must be between 1.00 and 999,999.99.");
        }
        lock (gate)
        {
            var request = JsonSerializer.Serialize(order with { ExpiresAt = default });
            if (known.TryGetValue((merchant, key), out var before))
            {
                return before.Request == request ? (sessions[before.Id], null) : (null, "This idempotency key was used for another order.");
            }
            var session = new CardSession(NewId("cs"), merchant, order, clock.GetUtcNow());
            sessions[session.Id] = session;
            known[(merchant, key)] = (request, session.Id);
            return (session, null);
        }
    }

    public CardSession? Find(string id)
    {
        lock (gate)
        {
            if (sessions.GetValueOrDefault(id) is not { } session)
            {
                return null;
            }
            if (session.Status is CardSessionStatus.Open or CardSessionStatus.Challenge && clock.GetUtcNow() >= session.Order.ExpiresAt)
            {
                End(session);
            }
            return session;
        }
    }

    /// <summary>What happens to a card number typed on the hosted page. Null: the card is being asked for approval, or has paid.</summary>
    public string? Pay(CardSession session, TestCard? card)
    {
        lock (gate)
        {
            if (session.Status is CardSessionStatus.Paid or CardSessionStatus.Over)
            {
                return null;
            }
            switch (card?.Behaviour)
            {
                case null:
                    return "unknown_card";
                case CardBehaviour.Declines:
                    Tell(session, GatewayEventKind.Declined, TimeSpan.Zero, card.Reason);
                    return card.Reason;
                case CardBehaviour.Challenges:
                    (session.Card, session.Status) = (card, CardSessionStatus.Challenge);
                    return null;
                default:
                    session.Card = card;
                    Settle(session);
                    return null;
            }
        }
    }

    public string? Answer(CardSession session, bool isApproved)
    {
        lock (gate)
        {
            if (session.Status != CardSessionStatus.Challenge)
            {
                return null;
            }
            if (isApproved)
            {
                Settle(session);
                return null;
            }
            (session.Card, session.Status) = (null, CardSessionStatus.Open);
            Tell(session, GatewayEventKind.Declined, TimeSpan.Zero, "authentication_failed");
            return "authentication_failed";
        }
    }

    public void Close(CardSession session)
    {
        lock (gate)
        {
            if (session.Status is CardSessionStatus.Open or CardSessionStatus.Challenge)
            {
                End(session);
            }
        }
    }

    public (string? Id, string? Refusal) Refund(string merchant, string key, CardRefund refund)
    {
        lock (gate)
        {
            var request = JsonSerializer.Serialize(refund);
            if (known.TryGetValue((merchant, key), out var before))
            {
                return before.Request == request ? (before.Id, null) : (null, "This idempotency key was used for another refund.");
            }
            var session = sessions.Values.FirstOrDefault(s => s.MerchantKey == merchant && s.PaymentId == refund.PaymentId);
            if (session is null || refund.AmountCents <= 0 || session.RefundedCents(clock.GetUtcNow()) + refund.AmountCents > session.AmountCents)
            {
                return (null, "There is no such payment, or less of it is left.");
            }
            var now = clock.GetUtcNow();
            var fails = session.Card?.Behaviour == CardBehaviour.TakesNothingBack;
            session.GiveBack(refund.AmountCents, fails ? now + options.LateBy : null);
            var id = NewId("re");
            known[(merchant, key)] = (request, id);
            Tell(session, GatewayEventKind.Refunded, TimeSpan.Zero, amountCents: session.RefundedCents(now));
            if (fails)
            {
                Tell(session, GatewayEventKind.RefundFailed, options.LateBy, "expired_or_canceled_card", refund.AmountCents, id);
            }
            return (id, null);
        }
    }

    private void Settle(CardSession session)
    {
        session.Status = CardSessionStatus.Paid;
        session.PaymentId = NewId("pi");
        Tell(session, GatewayEventKind.Paid, session.Card?.Behaviour == CardBehaviour.PaysLate ? options.LateBy : TimeSpan.Zero);
        if (session.Card?.Behaviour == CardBehaviour.PricedLate)
        {
            session.PricedAt = clock.GetUtcNow() + options.LateBy;
            Tell(session, GatewayEventKind.FeeKnown, options.LateBy);
        }
        if (session.Card?.Behaviour == CardBehaviour.Disputes)
        {
            Tell(session, GatewayEventKind.Disputed, options.DisputeAfter, "fraudulent");
        }
    }

    private void End(CardSession session)
    {
        session.Status = CardSessionStatus.Over;
        Tell(session, GatewayEventKind.Over, TimeSpan.Zero);
    }

    private void Tell(CardSession session, GatewayEventKind kind, TimeSpan after, string? reason = null, long? amountCents = null, string? refundId = null) => outbox.Add(
        session.Order.WebhookUrl,
        session.MerchantKey,
        new GatewayEvent
        {
            Id = NewId("ev"),
            Kind = kind,
            SessionId = session.Id,
            PaymentId = session.PaymentId,
            RefundId = refundId,
            Reference = session.Order.Reference,
            AmountCents = amountCents ?? session.AmountCents,
            Currency = session.Order.Currency,
            Reason = reason,
        },
        after);

    private static string NewId(string prefix) => $"{prefix}_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12))}";
}
