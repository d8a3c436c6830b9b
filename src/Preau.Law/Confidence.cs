namespace Preau.Law;

/// <summary>How well a rule's source was read. A rule of <see cref="U"/> never blocks until the operator confirms it.</summary>
public enum Confidence
{
    /// <summary>Read in the legal text, or on the regulator's own page.</summary>
    V1,

    /// <summary>Read in a secondary source: a law firm, the press, a trade body.</summary>
    V2,

    /// <summary>From memory; believed right.</summary>
    M,

    /// <summary>Uncertain, conflicting, or possibly changed since.</summary>
    U,
}
