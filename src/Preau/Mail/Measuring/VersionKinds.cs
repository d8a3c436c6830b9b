using System.Globalization;
using Preau.Accounts;
using Preau.Experiments;
using Preau.Shared;

namespace Preau.Mail.Measuring;

/// <summary>One kind of deed by one version.</summary>
/// <param name="Place">The version.</param>
/// <param name="First">The one that it is put beside.</param>
/// <param name="Cents">What they gave, where that is the kind.</param>
/// <param name="Share">How many of its people did it, and between which shares that lies.</param>
/// <param name="Difference">How many more than by the first; null of that one itself, and of one that was stopped.</param>
public sealed record VersionKind(string Name, int Place, int First, Arm Arm, long? Cents, Difference? Share, Difference? Difference);

/// <summary>The same in words.</summary>
public sealed record KindLine(string Name, string Letter, string Did, string Range, string? Money, string? Sentence);

/// <summary>What each version brought, kind by kind. Nothing is chosen by it: of many kinds, one looks better by chance.</summary>
public sealed class VersionKinds(DifferenceWords said, CurrentNation nation, CurrentAccount account, Words words)
{
    /// <returns>Kinds that nobody did are left out, and so are all where what was counted before they were told apart was not counted again.</returns>
    public IReadOnlyList<VersionKind> Of(Outcomes found, Blast blast)
    {
        var versions = found.Versions;
        if (!found.AreAlike || !versions.All(v => v.KnowsKinds)) return [];
        (string Name, Func<ArmOutcome, long> Did, bool IsGift)[] kinds =
        [
            (words["Signed up on a page"], o => o.LinkedSignedUp, false), (words["Signed"], o => o.LinkedSignatures, false), (words["Gave"], o => o.LinkedGave, true), (words["Followed a link"], o => o.Clicked, false),
        ];
        // Every kind of every version, its share and its difference: all these statements together are to be true.
        var risk = CompareArms.Risk / kinds.Length / (versions.Count + ChooseVersion.Pairs(versions.Count, blast));
        var first = blast.Racing(versions.Count)[0];
        return [.. kinds.Where(k => (!k.IsGift || account.Can(Permission.ViewGifts)) && versions.Any(v => k.Did(v) > 0)).SelectMany(k => versions.Select((one, place) => new VersionKind(
            k.Name, place, first, one.Arm(k.Did), k.IsGift ? one.LinkedCents : null, CompareArms.Share(one.Arm(k.Did), risk),
            place == first || blast.IsStopped(place) ? null : Beside(one, versions[first], k.Did, risk))))];
    }

    public KindLine Say(VersionKind kind) => new(
        kind.Name, VersionsOf.Letter(kind.Place), DifferenceWords.Share(kind.Arm), kind.Share is { } s ? string.Create(CultureInfo.CurrentCulture, $"{s.Low:P1} – {s.High:P1}") : "",
        kind.Cents is { } cents ? new Money(cents, nation.Facts.Currency).Brief() : null, kind.Difference is { } difference ? said.OfKind(difference, VersionsOf.Letter(kind.First)) : null);

    private static Difference? Beside(ArmOutcome version, ArmOutcome first, Func<ArmOutcome, long> did, double risk)
    {
        var (one, other) = version.Beside(first);
        return CompareArms.Shares(one.Arm(did), other.Arm(did), risk);
    }
}
