namespace Preau.Segments;

/// <summary>How the parts of a group count together.</summary>
public enum Joining
{
    /// <summary>Every part holds.</summary>
    All,

    /// <summary>At least one part holds.</summary>
    Any,

    /// <summary>No part holds.</summary>
    None,
}

/// <summary>A segment is a tree: groups of conditions and groups.</summary>
public abstract record SegmentNode;

/// <summary>Parts counted together. Without parts it says nothing: everybody is in.</summary>
/// <param name="Joining">And, or, and not.</param>
/// <param name="Parts">Conditions and groups.</param>
public sealed record SegmentGroup(Joining Joining, IReadOnlyList<SegmentNode> Parts) : SegmentNode
{
    /// <summary>The segment of everybody.</summary>
    public static SegmentGroup Everybody { get; } = new(Joining.All, []);
}

/// <summary>One thing asked about a person.</summary>
/// <param name="Field">A name of the catalogue, such as «city» or «field:profession».</param>
/// <param name="Operator">One of the field's operators, such as «is» or «at_least».</param>
/// <param name="Values">As text, in the invariant form of their kind: 2026-11-24, 12.5, true, a number of the catalogue.</param>
public sealed record SegmentCondition(string Field, string Operator, IReadOnlyList<string> Values) : SegmentNode;
