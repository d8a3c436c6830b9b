namespace Preau.Donations;

public enum LedgerAccount
{
    /// <summary>What a gateway owes us.</summary>
    Gateway,

    /// <summary>The single account: cheques and transfers.</summary>
    Bank,

    /// <summary>Cash that was not taken to the bank yet.</summary>
    Till,

    /// <summary>Gifts received, as income: credits.</summary>
    Gifts,
    Refunds,
    Fees,
    Disputes,
}

/// <summary>
/// One side of a movement of money: debits are positive, credits negative, and the lines of a movement add up to nought.
/// Lines are never changed or removed; a mistake is another movement.
/// </summary>
public sealed class LedgerEntry : INumbered
{
    public NationId NationId { get; set; }
    public long Id { get; set; }

    /// <summary>What the lines of one movement share: the number of its first line.</summary>
    public long Movement { get; init; }

    /// <summary>«gift», «fee», «refund», «refund_failed», «dispute», «dispute_won».</summary>
    public required string Kind { get; init; }
    public LedgerAccount Account { get; init; }
    public long AmountCents { get; init; }
    public required string Currency { get; init; }
    public long GiftId { get; init; }
    public DateTimeOffset At { get; init; }
}
