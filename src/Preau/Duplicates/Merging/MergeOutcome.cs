namespace Preau.Duplicates;

public abstract record MergeOutcome
{
    public sealed record Done(long MergeId, long KeptId) : MergeOutcome;

    /// <summary>One of them was merged in the meantime: who each of them is now. The same number twice: they are one already.</summary>
    public sealed record Elsewhere(long One, long Other) : MergeOutcome;

    /// <summary>One of them is not there, nor in anybody.</summary>
    public sealed record NoSuchPerson : MergeOutcome;

    /// <summary>It can't be, or not now; why, in the user's language.</summary>
    public sealed record Refused(string Reason) : MergeOutcome;
}

public abstract record UnmergeOutcome
{
    public sealed record Done(long KeptId, long BackId) : UnmergeOutcome;

    public sealed record Refused(string Reason) : UnmergeOutcome;
}
