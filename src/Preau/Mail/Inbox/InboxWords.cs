using System.Text.RegularExpressions;
using Preau.Shared;

namespace Preau.Mail.Inbox;

/// <summary>What became of an answer, and why one may not be sent, in words.</summary>
public sealed partial class InboxWords(Words words)
{
    public const string Law = "law", Erased = "erased", Gone = "gone", Archived = "archived", Stale = "stale", Machine = "machine", Relay = "relay", CameBack = "back", Complained = "complained";

    /// <summary>Why not, as a sentence that says what to do where there is something to do.</summary>
    public string Why(string? reason) => reason switch
    {
        Law => words["The law lets no mail leave now. Settings, The law, says which rule."],
        Erased => words["Whoever has this address asked to be erased. It is not written to any more."],
        Complained => words["Whoever has this address called your mail spam. It is not written to any more."],
        Gone => words["This person is no longer there."],
        Archived => words["This person is archived. Restore them first."],
        Stale => words["They last wrote more than {0} days ago and have not agreed to mails: this is no answer any more.", LastAnswerCheck.AnswerWithin.Days],
        Machine => words["Only a machine has written here. Machines are not answered: two of them would go on for ever."],
        CameBack => words["It came back: nobody got it at this address."],
        _ => words["The relay did not take it."],
    };

    public string Of(AnswerState state) => state switch
    {
        AnswerState.Waiting => words["Waiting to leave"],
        AnswerState.Leaving => words["Leaving"],
        AnswerState.Sent => words["Handed to the relay"],
        AnswerState.Refused => words["Did not arrive"],
        AnswerState.Unknown => words["Not known: it may have arrived, so it is not sent again"],
        AnswerState.Kept => words["Came in"],
    };

    public static bool IsTrouble(AnswerState state) => state is AnswerState.Refused or AnswerState.Unknown;

    /// <summary>A subject without what answers put before it.</summary>
    public static string Bare(string subject) => Answering().Replace(subject, "").Trim();

    public string Size(long bytes) => bytes < 1024 * 1024 ? words["{0} KB", Math.Max(1, bytes / 1024)] : words["{0} MB", bytes / 1024 / 1024];

    [GeneratedRegex(@"^\s*((re|fw|fwd|tr|rép|rep|aw|sv)\s*(\[\d+\])?\s*:\s*)+", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Answering();
}
