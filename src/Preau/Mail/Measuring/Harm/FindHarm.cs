using Preau.Experiments;

namespace Preau.Mail.Measuring.Harm;

/// <param name="Other">The version by which the fewest did that.</param>
/// <param name="By">They unsubscribed, or complained.</param>
/// <param name="Difference">How many more did by the one that is asked about.</param>
public sealed record VersionHarm(int Other, VersionMeasure By, Difference Difference);

/// <summary>Whether a version makes more people complain or unsubscribe than another one, by more than chance explains.</summary>
public static class FindHarm
{
    private static readonly VersionMeasure[] Harms = [VersionMeasure.Complained, VersionMeasure.Unsubscribed];

    /// <param name="versions">In their order, where they are alike.</param>
    /// <param name="blast">Which of them were stopped: those left to fewer, and earlier, and are compared with nothing any more. What dropped out does not leave any more, and is beside the others what it was.</param>
    /// <param name="place">The one that is asked about.</param>
    /// <returns>Null where no harm holds.</returns>
    public static VersionHarm? Of(IReadOnlyList<ArmOutcome> versions, Blast blast, int place)
    {
        if (blast.IsStopped(place) || blast.IsDropped(place)) return null;
        // Any two may be compared, by either: all these statements together are to be true.
        var risk = CompareArms.Risk / Math.Max(1, versions.Count * (versions.Count - 1) / 2) / Harms.Length;
        var others = Enumerable.Range(0, versions.Count).Where(p => p != place && !blast.IsStopped(p)).Select(p => (Place: p, Arms: versions[place].Beside(versions[p]))).Where(o => o.Arms.Other.People > 0).ToList();
        foreach (var by in Harms)
        {
            foreach (var (other, (one, beside)) in others.OrderBy(o => o.Arms.Other.Arm(by).Share).Take(1))
                if (CompareArms.Shares(one.Arm(by), beside.Arm(by), risk) is { Low: > 0 } difference) return new(other, by, difference);
        }

        return null;
    }
}
