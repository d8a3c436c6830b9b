namespace Preau.People.Merging;

/// <summary>What becomes of the rows of a person who is merged into another one.</summary>
public enum MergeRule
{
    /// <summary>They go over to the person who is kept. Where both have the same row, one of the two is set aside until the merge is undone.</summary>
    Move,

    /// <summary>A reader of the change feed computes them from the others, and does so again.</summary>
    Follow,

    /// <summary>The merge itself decides what they come to: values, consents, where values came from.</summary>
    Decide,
}
