using Preau.Capital;

namespace Preau.Imports.Batches;

/// <summary>What a row says of somebody's points: what is left, was spent and was received, each where the file has a column for it.</summary>
public sealed record SaidPoints(long? Balance, long? Spent, long? Received)
{
    /// <summary>The opening of the ledger that it comes to. Two of the three tell the third.</summary>
    public Opening Opening()
    {
        var spent = Spent ?? (Balance is { } left && Received is { } had ? Math.Max(0, had - left) : Math.Max(0, -(Balance ?? 0)));
        return new(Received ?? ((Balance ?? 0) + spent), spent);
    }
}

/// <summary>What imports wrote into somebody's ledger, less what their undo took back.</summary>
public readonly record struct Opening(long Earned, long Spent)
{
    /// <summary>The lines that make another opening of one.</summary>
    public IEnumerable<NewCapital> To(Opening other, long personId)
    {
        if (other.Earned != Earned) yield return new(personId, other.Earned - Earned, IsSpending: false, "");
        if (other.Spent != Spent) yield return new(personId, Spent - other.Spent, IsSpending: true, "");
    }
}
