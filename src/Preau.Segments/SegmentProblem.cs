namespace Preau.Segments;

/// <summary>What is wrong with a tree, and where.</summary>
/// <param name="At">JSON Pointer (RFC 6901) into the tree: <c>/parts/1/values/0</c>.</param>
/// <param name="Reason">Which rule it breaks.</param>
/// <param name="Detail">The offending name or value, cut short.</param>
public sealed record SegmentProblem(string At, SegmentFault Reason, string Detail = "");

/// <summary>The ways in which a tree can be wrong.</summary>
public enum SegmentFault
{
    /// <summary>Not JSON, or not the JSON of a tree.</summary>
    NotATree,

    /// <summary>Deeper or larger than <see cref="SegmentTree"/> allows.</summary>
    TooLarge,

    /// <summary>No field of this name.</summary>
    UnknownField,

    /// <summary>The field has no such operator.</summary>
    UnknownOperator,

    /// <summary>Too few or too many values.</summary>
    WrongCount,

    /// <summary>A value that is not of the operator's kind, or not among its choices.</summary>
    WrongValue,
}
