using Preau.Panel;

namespace Preau.Dashboard.Board;

/// <summary>A number that matters, with what it means and how it stood on the same day last week.</summary>
/// <param name="Since">What came since then.</param>
/// <param name="Before">What came in the seven days before these.</param>
public sealed record Figure(string Label, Counted Now, string Meaning, Counted? Since = null, Counted? Before = null);

public sealed record SourceLine(string Label, Counted People);

public sealed record MailLine(long Id, string Subject, DateTimeOffset At, Counted Sent, Counted Clicked, Counted Unsubscribed, Counted Refused, Counted Unknown);

/// <param name="Share">How much of it is reached, at most 1.</param>
/// <param name="IsLate">More of the time is over than of the way.</param>
public sealed record GoalLine(string Label, Counted Reached, string Target, DateOnly DueOn, double Share, bool IsLate);

/// <summary>What to do next, and the data it follows from.</summary>
public sealed record Step(string Sentence, string Path, string Icon);

/// <summary>Everything that Home shows of a campaign.</summary>
/// <param name="LastWeek">The day that numbers are compared with.</param>
public sealed record BoardView(
    IReadOnlyList<Figure> Figures, IReadOnlyList<Chart> Charts, IReadOnlyList<SourceLine> Sources, IReadOnlyList<MailLine> Mails, IReadOnlyList<GoalLine> Goals, IReadOnlyList<Step> Steps,
    DateTimeOffset? AsOf, bool IsBehind, string LastWeek)
{
    public bool IsEmpty => Mails.Count == 0 && Figures.All(f => f.Now.Number == 0);
}
