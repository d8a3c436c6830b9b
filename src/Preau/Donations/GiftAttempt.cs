namespace Preau.Donations;

public enum AttemptStatus
{
    /// <summary>Written down before the gateway was asked.</summary>
    Opening,

    /// <summary>The donor may be paying.</summary>
    Open,
    Paid,
    Over,
}

/// <summary>One checkout at a gateway for one gift. Its key makes every call to the gateway the same call.</summary>
public sealed class GiftAttempt : INumbered
{
    /// <summary>The reason of a checkout that was paid with another amount than was asked.</summary>
    public const string AmountDiffers = "amount_differs";

    public NationId NationId { get; set; }
    public long Id { get; set; }
    public long GiftId { get; init; }
    public required string Gateway { get; init; }
    public required string Key { get; init; }
    public string? SessionId { get; set; }
    public string? Url { get; set; }
    public string? PaymentId { get; set; }
    public AttemptStatus Status { get; set; }

    /// <summary>What the gateway kept of the payment; null until it says.</summary>
    public long? FeeCents { get; set; }

    /// <summary>Why the last card was refused, or the checkout not opened.</summary>
    public string? Reason { get; set; }
    public DateTimeOffset OpenedAt { get; init; }
    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When the gateway was last asked what became of it, so that many are asked in turn.</summary>
    public DateTimeOffset? LastAskedAt { get; set; }
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Money came that was not asked for: nothing that the gateway says later ends it, somebody has to.</summary>
    public bool IsParked => Reason == AmountDiffers && Status != AttemptStatus.Paid;
}
