using System.ComponentModel.DataAnnotations;
using Preau.Shared;

namespace Preau.Mail.Automatic;

/// <summary>When it goes out, and to whom not.</summary>
public sealed class AutomaticForm
{
    /// <summary>By day: nobody wants mail at night, and the clock is changed then.</summary>
    public const int FirstHour = 7, LastHour = 21;

    [Range(1, AutomaticMail.MostDays), Display(Name = "Days later")]
    public int Days { get; set; } = 3;

    [Range(FirstHour, LastHour), Display(Name = "At what hour")]
    public int Hour { get; set; } = 9;

    /// <summary>«gift», the number of a page, or empty.</summary>
    [Display(Name = "Not to those who, by then,")]
    public string? Unless { get; set; }

    public string? Seen { get; set; }

    public static AutomaticForm Of(AutomaticMail mail) => new()
    {
        Days = mail.Days, Hour = mail.Hour, Seen = EditMark.Of(mail.ChangedAt),
        Unless = mail.Goal switch { FollowGoal.Gift => "gift", FollowGoal.Page => mail.GoalGroupId?.ToString(System.Globalization.CultureInfo.InvariantCulture), FollowGoal.None => null },
    };
}
