using System.Diagnostics;
using System.Globalization;
using Preau.Accounts;
using Preau.Experiments;
using Preau.Shared;

namespace Preau.Mail.Measuring;

/// <summary>One thing that people did, in both groups, and by how much more those did it who were not held out.</summary>
public abstract record HoldOutKind(string Name, Difference? Difference)
{
    /// <summary>How many did it.</summary>
    public sealed record Deed(string Name, Arm Written, Arm Held) : HoldOutKind(Name, CompareArms.Shares(Written, Held));

    /// <summary>What they gave, in hundredths of the nation's currency.</summary>
    public sealed record Gifts(string Name, MoneyArm Written, MoneyArm Held) : HoldOutKind(Name, CompareArms.Means(Written, Held));
}

/// <summary>The same in words.</summary>
public sealed record ResultLine(string Name, string Written, string Held, string Sentence);

/// <param name="Since">The time in which it was done.</param>
/// <param name="Written">What those are called who were not held out.</param>
public sealed record HoldOutTable(string Since, string Written, IReadOnlyList<ResultLine> Lines);

/// <summary>What those did who were held out of something, and the others: the same things in the same order, whatever it was, on a page and in a file.</summary>
public sealed class HoldOutLines(ReadTurnout turnout, DifferenceWords said, CurrentNation nation, CurrentAccount account, Words words)
{
    public IEnumerable<HoldOutKind> Kinds(ArmOutcome written, ArmOutcome held)
    {
        yield return Deed(words["Signed"], o => o.Signatures);
        yield return Deed(words["Signed up on a page"], o => o.SignedUp);
        if (account.Can(Permission.ViewGifts))
        {
            yield return Deed(words["Gave"], o => o.Gave);
            yield return new HoldOutKind.Gifts(words["Money given"], written.Money, held.Money);
            yield return Deed(words["Did at least one of these"], o => o.Acted);
        }

        // Where it is known of anybody: a campaign that writes no meetings down has nobody who came.
        if (written.Came + held.Came > 0) yield return Deed(words["Came to a meeting"], o => o.Came);

        HoldOutKind.Deed Deed(string name, Func<ArmOutcome, long> did) => new(name, written.Arm(did), held.Arm(did));
    }

    /// <summary>The same of a mail, with who voted in the first vote after it.</summary>
    public async Task<IReadOnlyList<HoldOutKind>> Kinds(Blast blast, Outcomes found, CancellationToken ct)
    {
        var (written, held) = (found.Written, found.Held);
        List<HoldOutKind> kinds = [.. Kinds(written, held)];
        if (await turnout.Run(blast, written.People + held.People, found.Since, ct) is { } known) kinds.Add(new HoldOutKind.Deed(Name(known), new(written.People, known.Written), new(held.People, known.Held)));
        return kinds;
    }

    public ResultLine Say(HoldOutKind kind) => kind switch
    {
        HoldOutKind.Deed deed => new(deed.Name, DifferenceWords.Share(deed.Written), DifferenceWords.Share(deed.Held), said.OfHoldOut(deed.Difference)),
        HoldOutKind.Gifts gifts => new(gifts.Name, Money(gifts.Written), Money(gifts.Held), said.OfMoney(gifts.Difference, nation.Facts.Currency)),
        _ => throw new UnreachableException(),
    };

    private string Name(Turnout known)
    {
        var vote = known.On.ToString("D", CultureInfo.CurrentCulture);
        return known.CountedAt is { } at ? words["Voted on {0}, as counted on {1}", vote, nation.Facts.DayOf(at).ToString("D", CultureInfo.CurrentCulture)] : words["Voted on {0}", vote];
    }

    private string Money(MoneyArm arm) => new Money((long)arm.Sum, nation.Facts.Currency).Brief();
}
