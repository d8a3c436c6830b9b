using Preau.Experiments;

namespace Preau.Mail.Measuring;

/// <summary>What one group of a mail's audience did in its window: people, not times; and the money they gave. What is linked was done after following a link of the mail. Who came was at a meeting, as the log of contacts has it, which is no deed of theirs on a page.</summary>
public sealed record ArmOutcome(long People, long Acted, long Came, long Signatures, long SignedUp, long Gave, long Cents, double Squares, long Linked, long LinkedCents, long LinkedSignatures, long LinkedSignedUp, long Clicked, long Unsubscribed, long Complained)
{
    public static readonly ArmOutcome Nobody = new(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /// <summary>Of those linked, who gave; and of what each of them gave, the squares.</summary>
    public long LinkedGave { get; init; }
    public double LinkedSquares { get; init; }

    /// <summary>False where it was counted before kinds of what is linked were told apart: these are nought then.</summary>
    public bool KnowsKinds { get; init; } = true;

    /// <summary>Of a version that is drawn wave by wave, what each of its waves did; empty where there is one.</summary>
    public IReadOnlyList<ArmOutcome> Waves { get; init; } = [];

    /// <summary>Both over the waves for which both were drawn: there their people got it at the same hours, and had the same time.</summary>
    public (ArmOutcome One, ArmOutcome Other) Beside(ArmOutcome other)
    {
        if (Waves.Count == 0) return (this, other);
        var both = Enumerable.Range(0, Waves.Count).Where(w => Waves[w].People > 0 && other.Waves[w].People > 0).ToList();
        return (Sum(both.Select(w => Waves[w])), Sum(both.Select(w => other.Waves[w])));
    }

    public static ArmOutcome Sum(IEnumerable<ArmOutcome> parts) => parts.Aggregate(Nobody, (all, one) => all + one);

    public MoneyArm Money => new(People, Gave, Cents, Squares);

    public Arm Arm(Func<ArmOutcome, long> did) => new(People, did(this));

    public Arm Arm(VersionMeasure by) => new(People, by switch
    {
        VersionMeasure.Acted => Linked,
        VersionMeasure.Clicked => Clicked,
        VersionMeasure.Unsubscribed => Unsubscribed,
        VersionMeasure.Complained => Complained,
    });

    public static ArmOutcome operator +(ArmOutcome a, ArmOutcome b) => new(
        a.People + b.People, a.Acted + b.Acted, a.Came + b.Came, a.Signatures + b.Signatures, a.SignedUp + b.SignedUp, a.Gave + b.Gave, a.Cents + b.Cents, a.Squares + b.Squares,
        a.Linked + b.Linked, a.LinkedCents + b.LinkedCents, a.LinkedSignatures + b.LinkedSignatures, a.LinkedSignedUp + b.LinkedSignedUp, a.Clicked + b.Clicked, a.Unsubscribed + b.Unsubscribed, a.Complained + b.Complained)
    {
        LinkedGave = a.LinkedGave + b.LinkedGave,
        LinkedSquares = a.LinkedSquares + b.LinkedSquares,
        KnowsKinds = a.KnowsKinds && b.KnowsKinds,
    };
}

/// <param name="Written">Those whom the lot gave the mail, whatever became of it on its way.</param>
/// <param name="Versions">Of these, those whom the lot gave a version, by version. To compare two of them, put one <see cref="ArmOutcome.Beside"/> the other.</param>
/// <param name="Held">Those who were left out on purpose.</param>
/// <param name="Since">When the audience was fixed, and might be written to.</param>
/// <param name="Until">When the window closes, or closed; of what is still leaving, at the latest.</param>
/// <param name="CountedAt">When it was counted.</param>
public sealed record Outcomes(ArmOutcome Written, IReadOnlyList<ArmOutcome> Versions, ArmOutcome Held, DateTimeOffset Since, DateTimeOffset Until, DateTimeOffset CountedAt)
{
    /// <summary>What they do may still count.</summary>
    public bool IsOpen => CountedAt < Until;

    /// <summary>Of versions that leave at different hours: for how long after their own message each person is looked at, and nought before all have left. Null where versions leave together.</summary>
    public TimeSpan? Age { get; init; }

    /// <summary>Something can be said of one version beside another: what their people did, they had the same time for.</summary>
    public bool AreAlike => Age is not { } age || age > TimeSpan.Zero;

    /// <summary>How much later than the first each version leaves, in minutes.</summary>
    public IReadOnlyList<int> Delays { get; init; } = [];

    /// <summary>Not counted for whoever looks now.</summary>
    public bool IsKept { get; init; }
}
