using Preau.Experiments;

namespace Preau.Mail.Past;

public enum Beside
{
    /// <summary>Too few mails to say what is usual, or too few people to say what this one did.</summary>
    Unknown,
    Lower,
    Usual,
    Higher,
}

/// <summary>
/// The range in which the middle half of earlier mails lies, from the lower to the upper quartile. A mail stands outside of it only where its own share does with 95 % of chance (the interval of
/// Wilson, 1927), so that a mail to a handful of people is never called better or worse.
/// </summary>
public sealed record Usual(double Low, double High, int Mails)
{
    /// <summary>With fewer there is no saying what is usual.</summary>
    public const int FewestMails = 5;

    /// <summary>Mails to fewer say more of chance than of themselves.</summary>
    public const int FewestPeople = 100;

    /// <summary>Of fewer gifts their sum is chance.</summary>
    public const int FewestGivers = 20;

    private const double Z = 1.959964;

    /// <summary>Of mails to enough people; null where there are too few of them.</summary>
    /// <param name="mails">Those that have settled.</param>
    /// <param name="count">How many did it.</param>
    /// <param name="people">How many could have.</param>
    public static Usual? Of(IEnumerable<PastMail> mails, Func<PastMail, long> count, Func<PastMail, long> people)
    {
        var shares = mails.Where(m => people(m) >= FewestPeople).Select(m => (double)count(m) / people(m)).Order().ToList();
        return shares.Count < FewestMails ? null : new(At(shares, 0.25), At(shares, 0.75), shares.Count);
    }

    public Beside Place(long count, long people)
    {
        if (people < FewestPeople) return Beside.Unknown;
        return Place(Interval(count, people));
    }

    /// <summary>Of money: where the true mean lies with 95 % of chance. Of a few givers nothing is known, for one large gift is most of it.</summary>
    public Beside Place(MoneyArm gifts)
    {
        if (gifts.People < FewestPeople || gifts.Givers < FewestGivers) return Beside.Unknown;
        var reach = Z * Math.Sqrt((gifts.Squares / gifts.People - gifts.Mean * gifts.Mean) / gifts.People);
        return Place((gifts.Mean - reach, gifts.Mean + reach));
    }

    private Beside Place((double Low, double High) interval)
    {
        var (low, high) = interval;
        return low > High ? Beside.Higher : high < Low ? Beside.Lower : Beside.Usual;
    }

    /// <summary>Where the true share lies with 95 % of chance, by Wilson's score interval: within nought and one, which of nobody it is as a whole. More who did it than could have are all of them.</summary>
    public static (double Low, double High) Interval(long count, long people)
    {
        if (people <= 0) return (0, 1);
        var (n, p) = ((double)people, Math.Clamp((double)count / people, 0, 1));
        var (centre, half) = (p + Z * Z / (2 * n), Z * Math.Sqrt(p * (1 - p) / n + Z * Z / (4 * n * n)));
        return (Math.Max(0, (centre - half) / (1 + Z * Z / n)), Math.Min(1, (centre + half) / (1 + Z * Z / n)));
    }

    // Between two values, the part of the way that the place is between them.
    private static double At(List<double> sorted, double quantile)
    {
        var place = quantile * (sorted.Count - 1);
        var below = (int)place;
        return below + 1 < sorted.Count ? sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]) : sorted[below];
    }
}
