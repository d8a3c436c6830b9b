using Preau.Experiments;
using Preau.Mail.Measuring.Harm;

namespace Preau.Mail.Measuring;

/// <param name="Place">The version.</param>
/// <param name="By">By what it did better than chance explains; null where no difference holds, and it is the first.</param>
public sealed record VersionChoice(int Place, VersionMeasure? By);

/// <summary>Which version did better: by who acted after following a link of it; where no difference in that holds, by who followed one. Never by openings, and never one that does harm.</summary>
public static class ChooseVersion
{
    /// <param name="versions">In their order.</param>
    /// <param name="blast">Which of them dropped out or were stopped: those win nothing, nor do those that should be, and the first of the others stands for the first.</param>
    /// <returns>The best of those that beat the first by more than chance explains; the first where none does, and whether it beats all the others.</returns>
    public static VersionChoice Of(IReadOnlyList<ArmOutcome> versions, Blast blast)
    {
        var going = blast.Racing(versions.Count);
        // Of two, one may make more complain and the other more unsubscribe.
        var places = going.Where(p => FindHarm.Of(versions, blast, p) is null).ToList() is { Count: > 0 } harmless ? harmless : going;
        var first = places[0];
        var others = places.Skip(1).Select(p => (Place: p, Found: Compare(versions, blast, p, first))).ToList();
        var better = others.Where(o => o.Found.Difference is { Low: > 0 }).OrderBy(o => o.Found.By).ThenByDescending(o => o.Found.Difference?.Estimate).Select(o => new VersionChoice(o.Place, o.Found.By)).FirstOrDefault();
        return better ?? new(first, others.Count > 0 && others.TrueForAll(o => o.Found.Difference is { High: < 0 }) ? others.Max(o => o.Found.By) : null);
    }

    /// <summary>One version beside another: by what people did, where that tells them apart, else by who followed a link.</summary>
    public static (VersionMeasure By, Difference? Difference) Compare(IReadOnlyList<ArmOutcome> versions, Blast blast, int place, int other)
    {
        var (one, beside) = versions[place].Beside(versions[other]);
        var (acted, clicked) = (Difference(versions, blast, place, other, VersionMeasure.Acted), Difference(versions, blast, place, other, VersionMeasure.Clicked));
        var isByClicks = acted is { Holds: false } && (clicked is { Holds: true } || one.Linked + beside.Linked == 0);
        return isByClicks ? (VersionMeasure.Clicked, clicked) : (VersionMeasure.Acted, acted);
    }

    /// <summary>By how much one version did better than another, by acts or by clicks.</summary>
    public static Difference? Difference(IReadOnlyList<ArmOutcome> versions, Blast blast, int place, int other, VersionMeasure by)
    {
        var (one, beside) = versions[place].Beside(versions[other]);
        // By either measure: all these statements together are to be true.
        return CompareArms.Shares(one.Arm(by), beside.Arm(by), CompareArms.Risk / Pairs(versions.Count, blast) / 2);
    }

    /// <summary>How often one version is put beside another: each of the others beside the first, and any two between waves.</summary>
    public static int Pairs(int versions, Blast blast) => Math.Max(1, blast.TrialWaves > 1 ? versions * (versions - 1) / 2 : versions - 1);
}
