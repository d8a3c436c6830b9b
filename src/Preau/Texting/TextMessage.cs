namespace Preau.Texting;

public enum TextState
{
    /// <summary>Somebody wrote it; it leaves as soon as the program comes to it.</summary>
    Waiting,

    /// <summary>Began to leave. Without an end it becomes <see cref="Unknown"/>.</summary>
    Leaving,
    HandedOver,
    Delivered,

    /// <summary>Did not leave, or did not arrive, with the reason.</summary>
    Refused,

    /// <summary>May have left: never sent again by itself.</summary>
    Unknown,

    /// <summary>Came in.</summary>
    Received,
}

/// <summary>One text message, to or from a number.</summary>
public sealed class TextMessage : INumbered, IPerhapsPersonOwned
{
    /// <summary>What a text may be long at most, cut into SMS.</summary>
    public const int MostSegments = 10;

    public NationId NationId { get; set; }
    public long Id { get; set; }
    public long ConversationId { get; init; }
    public long? PersonId { get; set; }
    public required string NumberKey { get; init; }
    public bool IsIncoming { get; init; }

    /// <summary>Exactly as it is handed over, or came.</summary>
    public required string Text { get; init; }
    public TextState State { get; set; }

    /// <summary>Why it was refused, as <see cref="TextWords"/> knows it.</summary>
    public string? Reason { get; set; }

    /// <summary>The gateway's own words.</summary>
    public string? Answer { get; set; }
    public string? GatewayId { get; set; }

    /// <summary>The account that wrote it; none where the program did.</summary>
    public long? AuthorId { get; init; }

    /// <summary>The blast that it belongs to; none for one that was written to this person alone.</summary>
    public long? BlastId { get; init; }

    /// <summary>Whom of a texting campaign it is to or from; none outside of one.</summary>
    public long? CampaignContactId { get; set; }

    /// <summary>The keyword that it begins with, or that it answers.</summary>
    public string? Keyword { get; init; }

    /// <summary>The first text of a texting campaign: nobody asked for it, so that it needs what a text to many needs.</summary>
    public bool IsOpening { get; init; }

    /// <summary>Says once that a STOP was heard; may go to a number that is shut.</summary>
    public bool IsConfirmation { get; init; }

    /// <summary>Ends with who writes and how to stop it.</summary>
    public bool IsSigned { get; init; }

    /// <summary>One a form: pressing its button twice is one text.</summary>
    public string? EntryKey { get; init; }

    /// <summary>When it was written, or came.</summary>
    public DateTimeOffset At { get; init; }
    public DateTimeOffset? StartedAt { get; set; }
    public DateTimeOffset? EndedAt { get; set; }
}
