using Preau.Experiments;

namespace Preau.Mail.Measuring;

/// <param name="Place">The version.</param>
/// <param name="Other">The one beside which it did worst.</param>
/// <param name="By">They acted, or followed a link.</param>
/// <param name="Difference">How many more did by the one that is worse: fewer.</param>
public sealed record WorseVersion(int Place, int Other, VersionMeasure By, Difference Difference);

/// <summary>Which versions need not be drawn for the next wave, because fewer people acted by them than by another, by more than chance explains; of those that are left then, because fewer followed a link.</summary>
public static class FindWorse
{
    private static readonly VersionMeasure[] Goods = [VersionMeasure.Acted, VersionMeasure.Clicked];

    /// <param name="versions">In their order.</param>
    /// <param name="blast">Which of them are left.</param>
    /// <returns>Never all of these: whichever leads by one of the measures is worse than none by it.</returns>
    public static IReadOnlyList<WorseVersion> Of(IReadOnlyList<ArmOutcome> versions, Blast blast)
    {
        var worse = new List<WorseVersion>();
        foreach (var by in Goods)
        {
            var left = blast.Racing(versions.Count).Where(p => !worse.Exists(w => w.Place == p)).ToList();
            worse.AddRange(left.Select(p => Worst(p, left, by)).OfType<WorseVersion>().Take(left.Count - 1).ToList());
        }

        return worse;

        WorseVersion? Worst(int place, List<int> left, VersionMeasure by) => left.Where(other => other != place)
            .Select(other => ChooseVersion.Difference(versions, blast, place, other, by) is { High: < 0 } less ? new WorseVersion(place, other, by, less) : null)
            .OfType<WorseVersion>().OrderBy(w => w.Difference.Estimate).FirstOrDefault();
    }
}
