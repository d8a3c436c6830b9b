using System.Globalization;
using Preau.Shared;

namespace Preau.Mail.Automatic.Newsletters;

/// <summary>What newsletters say of themselves.</summary>
public sealed class NewsletterWords(Words words)
{
    public string Of(NewsletterSource source) => source switch
    {
        NewsletterSource.Posts => words["What is new on the site"],
        NewsletterSource.Feed => words["What is new in a feed (RSS or Atom)"],
        NewsletterSource.Text => words["Its own text, each time"],
    };

    public string Of(Cadence cadence) => cadence switch
    {
        Cadence.Weekly => words["Every week"],
        Cadence.Monthly => words["Every month"],
    };

    public string When(Newsletter letter) => letter.Cadence switch
    {
        Cadence.Weekly => words["every week on {0}, at {1}:00", Weekday(letter.Day), letter.Hour],
        Cadence.Monthly => words["every month on day {0}, at {1}:00", letter.Day, letter.Hour],
    };

    public static string Weekday(int day) => CultureInfo.CurrentCulture.DateTimeFormat.GetDayName((DayOfWeek)(day % 7));

    public string? Last(Newsletter letter) => letter.Outcome is not { } outcome ? null : outcome switch
    {
        IssueOutcome.Made => words["An issue was made"],
        IssueOutcome.Nothing => words["Nothing was new, so nothing was sent"],
        IssueOutcome.Trouble => words["The feed could not be read, and is tried again within the hour: {0}", Why(letter.Trouble ?? "")],
    };

    /// <summary>What a fetch said, as it is kept: a sentence, and what it names behind a bar.</summary>
    private string Why(string trouble)
    {
        var parts = trouble.Split('|', 2);
        return parts[0] switch
        {
            "Its host answered {0}." => words["Its host answered {0}.", parts.ElementAtOrDefault(1) ?? ""],
            "This is no address of a feed on the public web." => words["This is no address of a feed on the public web."],
            "It leads from one address to the next without an end." => words["It leads from one address to the next without an end."],
            "Its host does not answer." => words["Its host does not answer."],
            "It is too large to be a feed." => words["It is too large to be a feed."],
            _ => words["It is no feed that can be read."],
        };
    }
}
