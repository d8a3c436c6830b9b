using Preau.Accounts;
using Preau.Experiments;
using Preau.Shared;

namespace Preau.Mail.Measuring;

/// <summary>One thing that people did, in both groups, and what that says.</summary>
public sealed record ResultLine(string Name, string Written, string Held, string Sentence);

/// <param name="Since">The time in which it was done.</param>
/// <param name="Written">What those are called who were not held out.</param>
public sealed record HoldOutTable(string Since, string Written, IReadOnlyList<ResultLine> Lines);

/// <summary>What those did who were held out of something, and the others: the same things in the same order, whatever it was.</summary>
public sealed class HoldOutLines(DifferenceWords said, CurrentNation nation, CurrentAccount account, Words words)
{
    public IEnumerable<ResultLine> Of(ArmOutcome written, ArmOutcome held)
    {
        yield return Line(words["Signed"], o => o.Signatures);
        yield return Line(words["Signed up on a page"], o => o.SignedUp);
        if (account.Can(Permission.ViewGifts))
        {
            yield return Line(words["Gave"], o => o.Gave);
            yield return new(words["Money given"], Money(written), Money(held), said.OfMoney(CompareArms.Means(written.Money, held.Money), nation.Facts.Currency));
            yield return Line(words["Did at least one of these"], o => o.Acted);
        }

        // Where it is known of anybody: a campaign that writes no meetings down has nobody who came.
        if (written.Came + held.Came > 0) yield return Line(words["Came to a meeting"], o => o.Came);

        ResultLine Line(string name, Func<ArmOutcome, long> did) => Of(name, written.Arm(did), held.Arm(did));
    }

    public ResultLine Of(string name, Arm written, Arm held) => new(name, DifferenceWords.Share(written), DifferenceWords.Share(held), said.OfHoldOut(CompareArms.Shares(written, held)));

    private string Money(ArmOutcome outcome) => new Money(outcome.Cents, nation.Facts.Currency).Brief();
}
