namespace Preau.Segments;

/// <summary>What is wrong with a tree, and where.</summary>
/// <param name="At">JSON Pointer (RFC 6901) into the tree: <c>/parts/1/values/0</c>.</param>
/// <param name="Reason">Which rule it breaks.</param>
/// <param name="Detail">The offending name or value, cut short.</param>
public sealed record SegmentProblem(string At, SegmentFault Reason, string Detail = "");

/// <summary>The ways in which a tree can be wrong.</summary>
public enum SegmentFault
{
    /// <summary>Not JSON; the detail is line and character where it goes wrong, as <c>1:12</c>.</summary>
    NotJson,

    /// <summary>Where a group stands, there is none: the whole, or an object with <c>join</c> that has no list of parts.</summary>
    NotAGroup,

    /// <summary>A group that joins its parts by a word of its own.</summary>
    UnknownJoining,

    /// <summary>A part that is neither a group nor has field, operator and values.</summary>
    NotACondition,

    /// <summary>A value that is a list, an object or null.</summary>
    NotAValue,

    /// <summary>Deeper or larger than <see cref="SegmentTree"/> allows.</summary>
    TooLarge,

    /// <summary>No field of this name.</summary>
    UnknownField,

    /// <summary>The field has no such operator.</summary>
    UnknownOperator,

    /// <summary>Half a condition: a field without a value. The detail is what the field is called.</summary>
    NoValue,

    /// <summary>Too few or too many values.</summary>
    WrongCount,

    /// <summary>A value that is not of the operator's kind, or not among its choices.</summary>
    WrongValue,
}
