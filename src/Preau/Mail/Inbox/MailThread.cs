namespace Preau.Mail.Inbox;

/// <summary>What was written to and fro with one address about one thing.</summary>
public sealed class MailThread : INumbered, IPerhapsPersonOwned
{
    public NationId NationId { get; set; }
    public long Id { get; set; }

    /// <summary>Who writes, by the key of their address; whoever has it may write in their name, so that it proves nothing.</summary>
    public required string AddressKey { get; init; }
    public required string Address { get; init; }

    /// <summary>As they sign; of whoever is known, the record says it.</summary>
    public required string Name { get; set; }
    public required string Subject { get; init; }
    public required string SubjectKey { get; init; }

    /// <summary>Whose address it is, where one person alone has it, or somebody said so. Nobody while that is not known.</summary>
    public long? PersonId { get; set; }

    /// <summary>Whom the mail was sent to that is answered here, from an address that is not on their record: perhaps it is they.</summary>
    public long? SentToId { get; set; }

    /// <summary>The mail to many that is answered here.</summary>
    public long? BlastId { get; init; }

    /// <summary>The account that looks after it.</summary>
    public long? AssigneeId { get; set; }

    /// <summary>Settled by itself: a machine wrote, or somebody who asked for no more mail and was heard.</summary>
    public bool IsAutomatic { get; set; }
    public bool IsClosed { get; set; }
    public bool IsUnread { get; set; }
    public DateTimeOffset LastAt { get; set; }

    /// <summary>When they last wrote themselves, no machine.</summary>
    public DateTimeOffset? LastInAt { get; set; }

    /// <summary>Moves with every mail of either side: who answers has read as far as this.</summary>
    public int Turn { get; set; }
}

/// <summary>Who has a conversation open now, so that two do not answer at once.</summary>
public sealed class ThreadReader : IDerived
{
    /// <summary>Longer than the page takes to ask again.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromSeconds(45);

    public NationId NationId { get; set; }
    public long MailThreadId { get; init; }
    public long AccountId { get; init; }
    public DateTimeOffset At { get; set; }
}
