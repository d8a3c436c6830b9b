using Preau.Jobs;
using Preau.Mail.Pacing;

namespace Preau.Mail;

/// <summary>What became of a mail that was in hand.</summary>
public abstract record HandoverEnd
{
    /// <summary>What the journal says of one that began.</summary>
    public HandoverNote Note => this switch
    {
        Sent => HandoverNote.Sent,
        Unknown => HandoverNote.Unknown,
        _ => HandoverNote.NotSent,
    };

    public sealed record Sent : HandoverEnd;

    /// <param name="Answer">What the relay said.</param>
    /// <param name="IsAddressBad">It refused the address, not what we wrote: nobody writes there again.</param>
    public sealed record Refused(string Answer, bool IsAddressBad) : HandoverEnd;

    /// <summary>Comes back after the gap.</summary>
    /// <param name="Answer">What the relay said.</param>
    /// <param name="Gap">How long it waits.</param>
    /// <param name="Closing">Where its provider or domain wants fewer mails by now.</param>
    public sealed record Later(string Answer, TimeSpan Gap, LaneClosing? Closing = null) : HandoverEnd;

    /// <summary>Its turn has not come: as if it had not been taken in hand before.</summary>
    public sealed record NotYet(DateTimeOffset At) : HandoverEnd;

    public sealed record Skipped(string Reason) : HandoverEnd;

    public sealed record Unknown(string Answer) : HandoverEnd;

    /// <summary>What is refused for now: it comes back, until nobody waits any longer.</summary>
    /// <param name="attempt">The one that was refused.</param>
    /// <param name="said">By the other side.</param>
    /// <param name="closing">Of its provider or domain, where that wants fewer mails.</param>
    public static HandoverEnd Again(int attempt, string said, LaneClosing? closing = null) => attempt >= RelaySender.MostAttempts ? new Refused(said, IsAddressBad: false) : new Later(said, JobOptions.Gap(attempt), closing);

    /// <summary>Never begun: as if it had not been taken in hand.</summary>
    public sealed record Returned : HandoverEnd;
}

/// <param name="PersonId">Who it is for.</param>
/// <param name="End">What became of it.</param>
/// <param name="Address">Where it went.</param>
/// <param name="Log">The log that holds its end, to be told when the store knows it.</param>
/// <param name="Receipt">What is kept of what left, where anything is.</param>
public sealed record HandoverResult(long PersonId, HandoverEnd End, string Address = "", HandoverLog? Log = null, HandoverReceipt? Receipt = null)
{
    /// <summary>It carried the picture that tells of an opening.</summary>
    public bool IsMeasured { get; init; }
}

/// <param name="Text">As it was handed over.</param>
/// <param name="Number">That of whoever took it, where they gave one.</param>
public sealed record HandoverReceipt(string Text, string? Number)
{
    /// <summary>Whoever took it lets nothing more through to this address, since its owner told it so.</summary>
    public bool HasStopped { get; init; }
}
