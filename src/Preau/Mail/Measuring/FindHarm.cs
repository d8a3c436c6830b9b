using Preau.Experiments;

namespace Preau.Mail.Measuring;

/// <summary>Whether a version makes more people unsubscribe than another one, by more than chance explains.</summary>
public static class FindHarm
{
    /// <returns>The version by which the fewest left, and how many more left by the one that is asked about; null where that does not hold.</returns>
    public static (int Place, Difference Difference)? Of(IReadOnlyList<ArmOutcome> versions, int place)
    {
        // Any two may be compared: all these statements together are to be true.
        var risk = CompareArms.Risk / Math.Max(1, versions.Count * (versions.Count - 1) / 2);
        var best = Enumerable.Range(0, versions.Count).Where(p => p != place && versions[p].People > 0).OrderBy(p => versions[p].Arm(o => o.Unsubscribed).Share).Select(p => (int?)p).FirstOrDefault();
        return best is { } other && CompareArms.Shares(versions[place].Arm(o => o.Unsubscribed), versions[other].Arm(o => o.Unsubscribed), risk) is { Low: > 0 } difference ? (other, difference) : null;
    }
}
