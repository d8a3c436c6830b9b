namespace Preau.Donations;

/// <summary>
/// Somebody who takes cards for a campaign on a page of their own, so that no card number ever reaches us. Their signed webhook is the truth,
/// the way back to our site a courtesy. Every call has a time-out, and every call that moves money a key: called twice, it happens once.
/// </summary>
public interface IGateway
{
    /// <summary>«sandbox», «stripe»: what is stored with each attempt and stands in the webhook's address.</summary>
    string Name { get; }

    /// <summary>The header that carries the signature of a webhook.</summary>
    string SignatureHeader { get; }

    Task<Checkout> Open(CheckoutRequest request, CancellationToken ct);

    /// <summary>What became of a checkout, asked of the gateway itself.</summary>
    Task<PaymentState> Look(string sessionId, CancellationToken ct);

    /// <summary>Closes a checkout that nobody will pay, so that it no longer counts. True when it can no longer be paid.</summary>
    Task<bool> Close(string sessionId, CancellationToken ct);

    Task<RefundOutcome> Refund(RefundRequest request, CancellationToken ct);

    /// <summary>The event in a webhook, or null when the gateway did not sign these very bytes for us, lately.</summary>
    GatewayEvent? Read(byte[] body, string? signature);
}

/// <summary>A payment to be made. <c>Key</c> makes a repeated call the same call; <c>Reference</c> comes back in every event.</summary>
public sealed record CheckoutRequest
{
    public required string Key { get; init; }
    public required string Reference { get; init; }
    public required long AmountCents { get; init; }
    public required string Currency { get; init; }
    public required string Description { get; init; }
    public required string Email { get; init; }
    public required string Language { get; init; }
    public required Uri SuccessUrl { get; init; }
    public required Uri CancelUrl { get; init; }

    /// <summary>Where this nation's webhooks go. Gateways where that is set up by hand pay no attention to it.</summary>
    public required Uri WebhookUrl { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
}

public abstract record Checkout
{
    /// <summary>The donor pays at this address.</summary>
    public sealed record Opened(string SessionId, Uri Url) : Checkout;

    /// <summary>The gateway said no: a wrong key, an amount it does not take. For staff, never shown to donors.</summary>
    public sealed record Refused(string Reason) : Checkout;

    /// <summary>No answer, or none that can be relied on. Asking again with the same key is safe.</summary>
    public sealed record Unreachable : Checkout;
}

public abstract record PaymentState
{
    public sealed record Open : PaymentState;

    /// <param name="PaymentId">The gateway's number of the payment.</param>
    /// <param name="AmountCents">What the donor paid.</param>
    /// <param name="Currency">In which.</param>
    /// <param name="FeeCents">What the gateway kept; null while it does not know.</param>
    /// <param name="CardCountry">Where the card was issued.</param>
    /// <param name="RefundedCents">How much is on its way back or went back, without what failed to arrive.</param>
    public sealed record Paid(string PaymentId, long AmountCents, string Currency, long? FeeCents, string? CardCountry, long RefundedCents = 0) : PaymentState;

    /// <summary>It can no longer be paid, and was not.</summary>
    public sealed record Over : PaymentState;

    /// <summary>The gateway knows no such checkout.</summary>
    public sealed record Unknown : PaymentState;

    public sealed record Unreachable : PaymentState;
}

public sealed record RefundRequest(string Key, string PaymentId, long AmountCents, string Currency);

public abstract record RefundOutcome
{
    public sealed record Accepted(string RefundId) : RefundOutcome;

    public sealed record Refused(string Reason) : RefundOutcome;

    /// <summary>Nobody knows whether it happened. Asking again with the same key settles it.</summary>
    public sealed record Unreachable : RefundOutcome;
}

public enum GatewayEventKind
{
    /// <summary>The money of a checkout is there.</summary>
    Paid,

    /// <summary>A card was refused; the donor may still try another.</summary>
    Declined,

    /// <summary>The checkout can no longer be paid.</summary>
    Over,

    /// <summary>Money went back to the donor.</summary>
    Refunded,

    /// <summary>Money that went back did not arrive, and is at the gateway again.</summary>
    RefundFailed,

    /// <summary>The gateway knows now what it keeps of a payment.</summary>
    FeeKnown,

    /// <summary>The donor's bank took the money back until the dispute is decided.</summary>
    Disputed,
    DisputeWon,
    DisputeLost,

    /// <summary>Something that does not concern gifts.</summary>
    Other,
}

/// <summary>What a gateway tells. It may tell it twice, late, and in any order.</summary>
public sealed record GatewayEvent
{
    public required string Id { get; init; }
    public required GatewayEventKind Kind { get; init; }
    public string? SessionId { get; init; }
    public string? PaymentId { get; init; }
    public string? RefundId { get; init; }
    public string? Reference { get; init; }
    public long AmountCents { get; init; }
    public string Currency { get; init; } = "EUR";
    public string? Reason { get; init; }
}
