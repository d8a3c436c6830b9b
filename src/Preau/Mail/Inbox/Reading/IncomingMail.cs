using Preau.Shared;

namespace Preau.Mail.Inbox;

/// <summary>A mail that came in, as much of it as is kept. All of it is a stranger's word, also who wrote it.</summary>
public sealed record IncomingMail(EmailAddress From, string Name, string Subject, OwnWords Words)
{
    public required string Key { get; init; }
    public string? MessageId { get; init; }

    /// <summary>The mails that it says it answers, the nearest first.</summary>
    public IReadOnlyList<string> Answers { get; init; } = [];

    /// <summary>When it says it was written; not in the future, and not longer ago than a quarter of a year.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>A machine wrote it: somebody is away, or a server.</summary>
    public bool IsAutomatic { get; init; }

    /// <summary>Of a report that a mail did not arrive: which.</summary>
    public string? Failed { get; init; }
    public string Attachments { get; init; } = "";
    public bool IsCut { get; init; }
}
