namespace Preau.Donations;

public enum RefundStatus
{
    /// <summary>Written down; the gateway has not said yes or no. Asked again with the same key until it does.</summary>
    Asked,
    Done,
    Refused,

    /// <summary>The gateway took it on and said later that the donor's bank did not: the money is back at the gateway.</summary>
    Failed,
}

/// <summary>Money on its way back to the donor. In France only whoever collects may decide it.</summary>
public sealed class GiftRefund : INumbered
{
    public NationId NationId { get; set; }
    public long Id { get; set; }
    public long GiftId { get; init; }
    public long AmountCents { get; set; }
    public required string Key { get; init; }

    /// <summary>The gateway's own number of it.</summary>
    public string? GatewayId { get; set; }
    public RefundStatus Status { get; set; }
    public required string Reason { get; init; }
    public string? Refusal { get; set; }

    /// <summary>The account that decided; null when it was done at the gateway itself.</summary>
    public long? AskedBy { get; init; }
    public DateTimeOffset AskedAt { get; init; }
    public DateTimeOffset? LastAskedAt { get; set; }
    public DateTimeOffset? EndedAt { get; set; }
}
