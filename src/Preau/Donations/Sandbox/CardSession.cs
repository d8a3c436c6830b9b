using System.Text.Json.Serialization;

namespace Preau.Donations.Sandbox;

/// <summary>What a merchant asks the card network to collect.</summary>
public sealed record CardOrder
{
    public required string Reference { get; init; }
    public required long AmountCents { get; init; }
    public required string Currency { get; init; }
    public required string Description { get; init; }
    public required string Language { get; init; }
    public required Uri SuccessUrl { get; init; }
    public required Uri CancelUrl { get; init; }
    public required Uri WebhookUrl { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
}

public sealed record CardRefund(string PaymentId, long AmountCents);

public sealed record CardRefundView(string Id);

[JsonConverter(typeof(JsonStringEnumConverter<CardSessionStatus>))]
public enum CardSessionStatus
{
    Open,
    Challenge,
    Paid,
    Over,
}

public sealed record CardSessionView(string Id, string Url, CardSessionStatus Status, string? PaymentId, long AmountCents, string Currency, long? FeeCents, string? CardCountry, long RefundedCents);

/// <summary>One checkout at the card network.</summary>
public sealed class CardSession(string id, string merchantKey, CardOrder order, DateTimeOffset openedAt)
{
    public string Id => id;

    /// <summary>Proves who may see this session and signs its webhooks.</summary>
    public string MerchantKey => merchantKey;
    public CardOrder Order => order;
    public DateTimeOffset OpenedAt => openedAt;
    public CardSessionStatus Status { get; set; } = CardSessionStatus.Open;
    public TestCard? Card { get; set; }
    public string? PaymentId { get; set; }

    /// <summary>The network's fee is not known before; null where it is from the start.</summary>
    public DateTimeOffset? PricedAt { get; set; }

    /// <summary>What is asked, and once it is paid, what was paid.</summary>
    public long AmountCents => Card?.Behaviour == CardBehaviour.PaysHalf ? order.AmountCents / 2 : order.AmountCents;

    /// <summary>Card networks keep their share: here 1.5 % and 25 cents.</summary>
    public long FeeCents => (AmountCents * 15 / 1000) + 25;

    private readonly List<(long Cents, DateTimeOffset? FailsAt)> refunds = [];

    public void GiveBack(long cents, DateTimeOffset? failsAt = null) => refunds.Add((cents, failsAt));

    public long RefundedCents(DateTimeOffset now) => refunds.Where(r => r.FailsAt is null || now < r.FailsAt).Sum(r => r.Cents);

    public CardSessionView View(string url, DateTimeOffset now)
    {
        var isPriced = Status == CardSessionStatus.Paid && (PricedAt is null || now >= PricedAt);
        return new(id, url, Status, PaymentId, AmountCents, order.Currency, isPriced ? FeeCents : null, Card?.Country, RefundedCents(now));
    }
}
