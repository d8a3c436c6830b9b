using Preau.Experiments;

namespace Preau.Mail.Measuring;

/// <summary>Which version did better: by who acted after following a link of it; where nobody did, by who followed one. Never by openings.</summary>
public static class ChooseVersion
{
    public static Func<ArmOutcome, long> By(IReadOnlyList<ArmOutcome> versions) => versions.Any(o => o.Linked > 0) ? o => o.Linked : o => o.Clicked;

    /// <summary>Each of the others is compared with the first: all these statements together are to be true.</summary>
    public static double Risk(IReadOnlyList<ArmOutcome> versions) => CompareArms.Risk / Math.Max(1, versions.Count - 1);

    /// <returns>The best of those that beat the first by more than chance explains; the first where none does, and whether it beats all the others.</returns>
    public static (int Place, bool IsClear) Of(IReadOnlyList<ArmOutcome> versions)
    {
        var (did, risk, first) = (By(versions), Risk(versions), versions[0]);
        var differences = versions.Skip(1).Select(one => CompareArms.Shares(one.Arm(did), first.Arm(did), risk)).ToList();
        var best = differences.Index().Where(d => d.Item is { Low: > 0 }).OrderByDescending(d => d.Item?.Estimate).Select(d => (int?)d.Index).FirstOrDefault();
        return best is { } place ? (place + 1, true) : (0, differences.TrueForAll(d => d is { High: < 0 }));
    }
}
