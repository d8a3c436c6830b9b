using Preau.Experiments;

namespace Preau.Mail.Measuring;

/// <summary>Which version did better: by who acted after following a link of it; where nobody did, by who followed one. Never by openings.</summary>
public static class ChooseVersion
{
    public static Func<ArmOutcome, long> By(IReadOnlyList<ArmOutcome> versions) => versions.Any(o => o.Linked > 0) ? o => o.Linked : o => o.Clicked;

    /// <summary>Each of the others is compared with the first: all these statements together are to be true.</summary>
    public static double Risk(IReadOnlyList<ArmOutcome> versions) => CompareArms.Risk / Math.Max(1, versions.Count - 1);

    /// <param name="versions">In their order.</param>
    /// <param name="blast">Which of them were stopped: those win nothing, and the first of the others stands for the first.</param>
    /// <returns>The best of those that beat the first by more than chance explains; the first where none does, and whether it beats all the others.</returns>
    public static (int Place, bool IsClear) Of(IReadOnlyList<ArmOutcome> versions, Blast blast)
    {
        var (did, risk) = (By(versions), Risk(versions));
        var places = Enumerable.Range(0, versions.Count).Where(p => !blast.IsStopped(p)).ToList();
        var first = places[0];
        var differences = places.Skip(1).Select(p => (Place: p, Difference: CompareArms.Shares(versions[p].Arm(did), versions[first].Arm(did), risk))).ToList();
        var best = differences.Where(d => d.Difference is { Low: > 0 }).OrderByDescending(d => d.Difference?.Estimate).Select(d => (int?)d.Place).FirstOrDefault();
        return best is { } place ? (place, true) : (first, differences.Count > 0 && differences.TrueForAll(d => d.Difference is { High: < 0 }));
    }
}
