using Preau.Mail.Returns;

namespace Preau.Mail;

public enum DeliveryState
{
    Waiting,

    /// <summary>In the hands of a process that sends; its lease runs out at <see cref="MailDelivery.NextAt"/>.</summary>
    Leased,

    /// <summary>The relay took it.</summary>
    Sent,

    /// <summary>The relay refused it for good, or gave up.</summary>
    Refused,

    /// <summary>The person may not be written to any more: withdrew, left, was archived, has no address since.</summary>
    Skipped,

    /// <summary>Handed over, but the answer never came: maybe sent. Never sent again by itself.</summary>
    Unknown,

    /// <summary>The blast was cancelled first.</summary>
    Cancelled,

    /// <summary>Left out on purpose, by lot, to measure what the mail does. Never sent, by no way.</summary>
    HeldOut,
}

/// <summary>Why somebody left. Each is one choice on the page that they left by; there is no field for words, so that nobody writes an opinion down there.</summary>
public enum LeaveReason
{
    TooOften,
    NotForMe,
    NeverAsked,
    AnotherAddress,
    Other,
}

/// <summary>One mail to one person.</summary>
public sealed class MailDelivery : IPersonOwned, IEventRow
{
    /// <summary>The <see cref="Version"/> of whoever waits until one is chosen.</summary>
    public const int Undecided = -1;

    /// <summary>When they are due meanwhile.</summary>
    public static readonly DateTimeOffset Never = new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public NationId NationId { get; set; }

    /// <summary>Of the instant at which the audience began to be frozen.</summary>
    public int Month { get; init; }
    public long BlastId { get; init; }
    public long PersonId { get; init; }
    public required string Address { get; set; }

    /// <summary>Which version of the mail they get; nought is the mail itself.</summary>
    public int Version { get; set; }

    /// <summary>The other language that they get it in, if their version is written in it: known since the audience was frozen. Null is the mail's own.</summary>
    public string? Language { get; set; }

    /// <summary>Waits, or waited, for the better version, and says nothing about which one that is.</summary>
    public bool IsRest { get; set; }

    /// <summary>The wave in which their turn comes, by lot; nought is the first part (<see cref="Blast.TrialWaves"/>).</summary>
    public int Wave { get; set; }
    public DeliveryState State { get; set; }
    public int Attempts { get; set; }

    /// <summary>Who leased it last: the name of a hand-over journal (docs/decisions/0010).</summary>
    public string? Holder { get; set; }

    /// <summary>Not before; for a leased one, when the lease runs out.</summary>
    public DateTimeOffset NextAt { get; set; }

    /// <summary>When it came into its state.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>What the relay said, or why it was skipped («consent», «suppressed», «archived», «erased», «address», «same», «held_out», «young», «pressure», «gift», «text»).</summary>
    public string? Answer { get; set; }

    /// <summary>When the network said that it arrived.</summary>
    public DateTimeOffset? DeliveredAt { get; set; }
    public DateTimeOffset? ClickedAt { get; set; }

    /// <summary>They had agreed to have openings measured when it was handed over: it carried the picture that tells of them.</summary>
    public bool IsMeasured { get; set; }

    /// <summary>When its picture was first asked for. Shown of nobody but in a person's own file, and chosen by nowhere.</summary>
    public DateTimeOffset? OpenedAt { get; set; }
    public DateTimeOffset? UnsubscribedAt { get; set; }

    /// <summary>What they said when they were asked why, which nobody has to.</summary>
    public LeaveReason? LeftBecause { get; set; }

    /// <summary>The relay had taken it, and it came back all the same.</summary>
    public DateTimeOffset? BouncedAt { get; set; }
    public BounceKind? Bounce { get; set; }
    public string? BounceAnswer { get; set; }

    /// <summary>They called it spam.</summary>
    public DateTimeOffset? ComplainedAt { get; set; }
}

/// <summary>An address that a blast's text leads to; mails carry a signed way to it.</summary>
public sealed class MailLink : INumbered
{
    public NationId NationId { get; set; }
    public long Id { get; set; }
    public long BlastId { get; init; }
    public required string Url { get; init; }
}

/// <summary>Somebody followed a link of a mail.</summary>
public sealed class MailClick : INumbered, IPersonOwned, IEventRow
{
    public NationId NationId { get; set; }
    public int Month { get; init; }
    public long Id { get; set; }
    public long BlastId { get; init; }
    public long PersonId { get; init; }
    public long MailLinkId { get; init; }
    public DateTimeOffset At { get; init; }
}
