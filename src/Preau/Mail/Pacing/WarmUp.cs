namespace Preau.Mail.Pacing;

/// <summary>A domain that nobody knows begins with few mails a day, and sends more each day: mail services believe what they see grow.</summary>
public sealed class WarmUp
{
    public const int LeastGrowth = 10, MostGrowth = 300;

    public DateOnly From { get; set; }

    /// <summary>Mails on the first day.</summary>
    public int First { get; set; } = 500;

    /// <summary>In per cent, each day more than the day before.</summary>
    public int Growth { get; set; } = 50;

    /// <summary>From so many a day on there is nothing left to prove.</summary>
    public int Until { get; set; } = 100_000;

    /// <returns>How many may leave on this day; null when it is over, or has not begun.</returns>
    public int? On(DateOnly day)
    {
        if (day < From) return null;
        var most = First * Math.Pow(1 + Growth / 100.0, day.DayNumber - From.DayNumber);
        return most < Until ? (int)most : null;
    }

    /// <summary>The first day without a limit.</summary>
    public DateOnly Ends => First >= Until ? From : From.AddDays((int)Math.Ceiling(Math.Log((double)Until / First) / Math.Log(1 + Growth / 100.0)));
}
