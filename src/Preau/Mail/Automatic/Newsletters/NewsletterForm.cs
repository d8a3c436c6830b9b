using System.ComponentModel.DataAnnotations;
using Preau.Shared;

namespace Preau.Mail.Automatic.Newsletters;

/// <summary>What a newsletter is made of, and when.</summary>
public sealed class NewsletterForm
{
    [Display(Name = "What stands in it")]
    public NewsletterSource Source { get; set; }

    [StringLength(2000), Display(Name = "Address of the feed")]
    public string? FeedUrl { get; set; }

    [Display(Name = "How often")]
    public Cadence Cadence { get; set; }

    [Range(1, 7), Display(Name = "Day of the week")]
    public int Weekday { get; set; } = 5;

    [Range(1, 28), Display(Name = "Day of the month")]
    public int MonthDay { get; set; } = 1;

    [Range(AutomaticForm.FirstHour, AutomaticForm.LastHour), Display(Name = "At what hour")]
    public int Hour { get; set; } = 9;

    [Display(Name = "Send each issue without asking anybody")]
    public bool IsByItself { get; set; }

    public string? Seen { get; set; }

    public static NewsletterForm Of(Newsletter letter) => new()
    {
        Source = letter.Source, FeedUrl = letter.FeedUrl, Cadence = letter.Cadence, Hour = letter.Hour, IsByItself = letter.IsByItself, Seen = EditMark.Of(letter.ChangedAt),
        Weekday = letter.Cadence == Cadence.Weekly ? letter.Day : 5, MonthDay = letter.Cadence == Cadence.Monthly ? letter.Day : 1,
    };

    public void CopyTo(Newsletter letter) => (letter.Source, letter.FeedUrl, letter.Cadence, letter.Hour, letter.IsByItself, letter.Day) =
        (Source, Source == NewsletterSource.Feed ? FeedUrl?.Trim() : null, Cadence, Hour, IsByItself, Cadence == Cadence.Weekly ? Weekday : MonthDay);
}
