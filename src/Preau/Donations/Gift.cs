using Preau.Donations.Acknowledging;
using Preau.Law;
using Preau.Shared;

namespace Preau.Donations;

public enum GiftStatus
{
    /// <summary>Under way at a gateway: it counts towards the ceiling until the gateway says how it ended.</summary>
    Pending,

    /// <summary>The money is there.</summary>
    Received,

    /// <summary>All of it went back.</summary>
    Refunded,

    /// <summary>The donor's bank holds the money until a dispute is decided.</summary>
    Disputed,

    /// <summary>Never paid, or lost in a dispute.</summary>
    Failed,
}

/// <summary>Money that one person gave, or is about to give. What the law asks of the donor is in <see cref="GiftDonor"/>, for finance only.</summary>
public sealed class Gift : INumbered, IPersonOwned
{
    public NationId NationId { get; set; }
    public long Id { get; set; }
    public long PersonId { get; init; }
    public GiftStatus Status { get; set; }
    public PaymentMethod Method { get; init; }
    public long AmountCents { get; set; }
    public long RefundedCents { get; set; }
    public required string Currency { get; set; }

    /// <summary>When the donor decided: the form was sent, the cheque was received.</summary>
    public DateTimeOffset GivenAt { get; init; }

    /// <summary>When the money was there.</summary>
    public DateTimeOffset? ReceivedAt { get; set; }

    /// <summary>The donor ticked that their name may be shown.</summary>
    public bool IsNamePublic { get; set; }
    public required string Language { get; init; }

    /// <summary>«page:12», «panel».</summary>
    public required string Source { get; init; }

    /// <summary>The law's warnings stand until somebody of finance has looked: a foreign card, a gift by a running mate, money above the ceiling.</summary>
    public bool NeedsReview { get; set; }

    /// <summary>Cheque number, bank, transfer reference; as written by whoever entered it.</summary>
    public string Reference { get; set; } = "";

    /// <summary>Makes entering the same form twice one gift.</summary>
    public string? EntryKey { get; init; }

    public AcknowledgementState Acknowledgement { get; set; }
    public DateTimeOffset? AcknowledgementAt { get; set; }

    /// <summary>What the relay said where it did not take the mail, without the address.</summary>
    public string? AcknowledgementAnswer { get; set; }

    public Money Amount => new(AmountCents, Currency);

    /// <summary>What is left of it.</summary>
    public Money Net => new(AmountCents - RefundedCents, Currency);

    /// <summary>Whether the donor is, or was, told by mail that it is there.</summary>
    public bool IsAcknowledged => Acknowledgement is AcknowledgementState.Waiting or AcknowledgementState.Leaving or AcknowledgementState.Sent;

    public bool Counts => Status is GiftStatus.Received or GiftStatus.Disputed;

    public void Receive(DateTimeOffset at) => (Status, ReceivedAt) = (IsAllBack ? GiftStatus.Refunded : GiftStatus.Received, ReceivedAt ?? at);

    public void GiveBack(long cents)
    {
        RefundedCents += cents;
        Status = IsAllBack ? GiftStatus.Refunded : Status;
    }

    /// <summary>What was given back did not arrive.</summary>
    public void TakeBack(long cents)
    {
        RefundedCents -= cents;
        Status = Status == GiftStatus.Refunded ? GiftStatus.Received : Status;
    }

    /// <summary>Whether somebody may have the donor mailed: not once it was sent, and not while a mail is under way that may still end by itself.</summary>
    public bool MayBeAcknowledged(DateTimeOffset now) => Status == GiftStatus.Received && Acknowledgement switch
    {
        AcknowledgementState.None or AcknowledgementState.NoRelay or AcknowledgementState.Shut or AcknowledgementState.Refused => true,
        AcknowledgementState.Waiting or AcknowledgementState.Leaving => AcknowledgementAt < now - TimeSpan.FromHours(2),
        AcknowledgementState.Sent => false,
    };

    private bool IsAllBack => RefundedCents >= AmountCents;
}
