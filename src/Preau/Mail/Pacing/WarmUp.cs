using Preau.Shared;

namespace Preau.Mail.Pacing;

/// <summary>A domain that nobody knows begins with few mails a day, and sends more each day: mail services believe what they see grow. What they know is the domain, so that another one begins anew.</summary>
public sealed record WarmUp
{
    public const int LeastGrowth = 10, MostGrowth = 300;

    /// <summary>The sender's, whose name mails are signed with; null where a warm-up was set before that was kept: it is for whichever sends.</summary>
    public string? Domain { get; set; }

    public DateOnly From { get; set; }

    /// <summary>Mails on the first day.</summary>
    public int First { get; set; } = 500;

    /// <summary>Mails to many that had left on its first day, from the domain before it: nobody knows this one by them.</summary>
    public long SentBefore { get; set; }

    /// <summary>In per cent, each day more than the day before.</summary>
    public int Growth { get; set; } = 50;

    /// <summary>From so many a day on there is nothing left to prove.</summary>
    public int Until { get; set; } = 100_000;

    /// <summary>The same for the domain that mails leave from now, as the DNS knows it: where that is another one, from its first day on.</summary>
    public WarmUp For(string? domain, DateOnly today) => domain is null || domain == EmailAddress.DomainOnTheWire(Domain) ? this : this with { Domain = domain, From = Domain is null ? From : today };

    /// <returns>How many of the mails that left on a day are its own.</returns>
    public long SentOn(DateOnly day, long sent) => day == From ? Math.Max(0, sent - SentBefore) : sent;

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
