using Preau.Experiments;

namespace Preau.Mail.Measuring;

/// <summary>What one group of a mail's audience did in its window: people, not times; and the money they gave.</summary>
public sealed record Outcome(long People, long Acted, long Signed, long SignedUp, long Gave, long Cents, double Squares)
{
    public static readonly Outcome Nobody = new(0, 0, 0, 0, 0, 0, 0);

    public MoneyArm Money => new(People, Gave, Cents, Squares);

    public Arm Arm(Func<Outcome, long> did) => new(People, did(this));
}

/// <param name="Written">Those whom the lot gave the mail, whatever became of it on its way.</param>
/// <param name="Held">Those who were left out on purpose.</param>
/// <param name="Since">When the audience was fixed.</param>
/// <param name="Until">When the window closes, or closed.</param>
public sealed record Outcomes(Outcome Written, Outcome Held, DateTimeOffset Since, DateTimeOffset Until);
