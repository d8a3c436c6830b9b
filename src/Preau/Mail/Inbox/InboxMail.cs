using Preau.Shared;

namespace Preau.Mail.Inbox;

public enum InboxKind
{
    In,
    Out,

    /// <summary>For the team alone.</summary>
    Note,
}

public enum AnswerState
{
    /// <summary>Somebody wrote it; it leaves as soon as the program comes to it.</summary>
    Waiting,

    /// <summary>Began to leave. Without an end it becomes <see cref="Unknown"/>.</summary>
    Leaving,
    Sent,
    Refused,

    /// <summary>May have left: never sent again by itself.</summary>
    Unknown,

    /// <summary>Came in, or is a note.</summary>
    Kept,
}

/// <summary>What became of somebody’s wish for no more mail.</summary>
public enum LeaveState
{
    None,

    /// <summary>It looks like one: somebody of the team says whether it is.</summary>
    Perhaps,

    /// <summary>Heard, and done.</summary>
    Done,

    /// <summary>It was none.</summary>
    Dismissed,
}

/// <summary>One mail of a conversation, or a note beside it.</summary>
public sealed class InboxMail : INumbered, IPerhapsPersonOwned
{
    public const int LongestText = 60_000, LongestAnswer = 20_000, LongestSubject = 250;

    public NationId NationId { get; set; }
    public long Id { get; set; }
    public long MailThreadId { get; init; }
    public long? PersonId { get; set; }
    public InboxKind Kind { get; init; }
    public required string Subject { get; init; }

    /// <summary>What they wrote themselves; always text, whatever it came as.</summary>
    public required string Text { get; init; }

    /// <summary>What it brings along of earlier mails.</summary>
    public string Quoted { get; init; } = "";

    /// <summary>Names and sizes, a line each. The files stay in the mailbox.</summary>
    public string Attachments { get; init; } = "";

    /// <summary>Of one that came: the same mail is known again by it.</summary>
    public string? MessageKey { get; init; }
    public string? MessageId { get; init; }

    /// <summary>A machine wrote it.</summary>
    public bool IsAutomatic { get; init; }

    /// <summary>It was longer than what is read.</summary>
    public bool IsCut { get; init; }
    public LeaveState Leave { get; set; }

    /// <summary>Subject and the beginning of the text, folded for the search.</summary>
    public required string SearchKey { get; init; }
    public AnswerState State { get; set; }

    /// <summary>Why it did not leave, as <see cref="InboxWords"/> knows it.</summary>
    public string? Reason { get; set; }

    /// <summary>The relay’s own words.</summary>
    public string? Answer { get; set; }
    public long? AuthorId { get; init; }

    /// <summary>One a form: pressing its button twice is one mail.</summary>
    public string? EntryKey { get; init; }
    public DateTimeOffset At { get; init; }
    public DateTimeOffset? StartedAt { get; set; }
    public DateTimeOffset? EndedAt { get; set; }

    public static string SearchKeyOf(string subject, string text)
    {
        const int Most = 1000;
        return NameKey.Of($"{subject} {text.Cut(Most)}").Cut(2 * Most);
    }
}
