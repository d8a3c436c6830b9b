namespace Preau.Experiments;

/// <summary>
/// Differences between two arms, with intervals that may be looked at any number of times: with a chance of 95 % the true difference lies in every one that is ever shown.
/// </summary>
/// <remarks>
/// The asymptotic confidence sequence of Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas, «Time-uniform central limit theory and asymptotic confidence sequences»
/// (Annals of Statistics 52, 2024; arXiv 2103.06476), theorem 2.2: estimate ± s·√((r+1)/r · (ln(r+1) + 2·ln(1/α))), where s is the standard error and r = ρ²·t.
/// The information t is counted in people who acted, since after the mails have left it is their number that grows; ρ is chosen by the paper's equation for the narrowest interval
/// at <see cref="Aim"/> of them. A usual interval (± 1.96·s) is a third narrower and lets one false alarm in two or three pass where somebody looks every hour.
/// Shares of few are kept from standing at nought by one imagined person more on either side (Agresti and Caffo, 2000); sums, whose variance is Welch's, by one imagined gift
/// of the usual size. Below a handful of gifts the interval for money is a rough one, whatever the formula: gifts are few and unequal.
/// </remarks>
public static class CompareArms
{
    public const double Risk = 0.05;

    /// <summary>People who acted, in both arms together, for whom the interval is narrowest beside what is possible.</summary>
    private const double Aim = 50;

    /// <summary>How many more of the first acted, as a share; null where one of them is empty.</summary>
    public static Difference? Shares(Arm first, Arm other, double risk = Risk)
    {
        if (first.People == 0 || other.People == 0) return null;
        var (estimate, reach) = (first.Share - other.Share, Math.Sqrt(Variance(first) + Variance(other)) * Factor(first.Acted + other.Acted + 2, risk));
        return new(estimate, Math.Max(-1, estimate - reach), Math.Min(1, estimate + reach));
    }

    /// <summary>How many of one arm acted, as a share, and between which values that lies; null where it is empty.</summary>
    public static Difference? Share(Arm arm, double risk = Risk)
    {
        if (arm.People == 0) return null;
        var reach = Math.Sqrt(Variance(arm)) * Factor(arm.Acted + 1, risk);
        return new(arm.Share, Math.Max(0, arm.Share - reach), Math.Min(1, arm.Share + reach));
    }

    /// <summary>How much more each person of the first gave; null where one of them is empty, or nobody gave.</summary>
    public static Difference? Means(MoneyArm first, MoneyArm other, double risk = Risk)
    {
        var givers = first.Givers + other.Givers;
        if (first.People == 0 || other.People == 0 || givers == 0) return null;
        var usual = (first.Sum + other.Sum) / givers;
        var (estimate, reach) = (first.Mean - other.Mean, Math.Sqrt(Variance(first, usual) + Variance(other, usual)) * Factor(givers + 2, risk));
        return new(estimate, estimate - reach, estimate + reach);
    }

    /// <summary>By how many standard errors the interval reaches to either side.</summary>
    public static double Factor(double information, double risk)
    {
        var odds = -2 * Math.Log(risk);
        var r = information * (odds + Math.Log(odds) + 1) / Aim;
        return Math.Sqrt((r + 1) / r * (Math.Log(r + 1) + odds));
    }

    private static double Variance(Arm arm)
    {
        var share = (arm.Acted + 1.0) / (arm.People + 2);
        return share * (1 - share) / arm.People;
    }

    private static double Variance(MoneyArm arm, double usual)
    {
        var (people, sum, squares) = (arm.People + 1.0, arm.Sum + usual, arm.Squares + (usual * usual));
        return (squares - (sum * sum / people)) / (people - 1) / arm.People;
    }
}
