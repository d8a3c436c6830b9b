namespace Preau.Texting;

/// <summary>All texts to and from one number.</summary>
public sealed class Conversation : INumbered, IPerhapsPersonOwned
{
    public static readonly DateTimeOffset Never = DateTimeOffset.UnixEpoch;

    public NationId NationId { get; set; }
    public long Id { get; set; }

    /// <summary>As <see cref="Shared.PhoneNumber.Key"/>; what came from something that is no number (a short code, a name) as it came.</summary>
    public required string NumberKey { get; init; }

    /// <summary>Whom it is with: who was written to last, or who alone has the number. Nobody while that is not known.</summary>
    public long? PersonId { get; set; }

    /// <summary>When somebody wrote last, they or we to them alone; <see cref="Never"/> while there are only texts to many, which are no conversation until somebody answers.</summary>
    public DateTimeOffset LastAt { get; set; }

    /// <summary>When they last wrote.</summary>
    public DateTimeOffset? LastInAt { get; set; }
    public bool IsUnread { get; set; }

    /// <summary>What came in until then was read by somebody of the team.</summary>
    public DateTimeOffset? ReadAt { get; set; }

    /// <summary>The number of ours that they wrote to last: whatever we answer comes from it, while it is ours.</summary>
    public string? OurNumber { get; set; }

    /// <summary>When it was last confirmed that no more texts will come: once a day at most, or two machines would answer each other for ever.</summary>
    public DateTimeOffset? ConfirmedAt { get; set; }

    /// <summary>It is with somebody from now on; what nobody has read stays with whom it came from.</summary>
    public void GoesTo(long personId)
    {
        if (!IsUnread || PersonId is null) PersonId = personId;
    }

    /// <summary>Somebody read what came in until then; what came in since, and was on no screen yet, stays unread.</summary>
    public void Read(DateTimeOffset until)
    {
        if (until > (ReadAt ?? Never)) ReadAt = until;
        IsUnread = IsUnread && LastInAt > until;
    }
}
