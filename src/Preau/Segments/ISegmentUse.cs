namespace Preau.Segments;

/// <summary>A feature that keeps segments: asked what can be done with one, and before one is deleted.</summary>
public interface ISegmentUse
{
    /// <summary>The way from a segment's page to the work that it is for, or null where the reader may not do it.</summary>
    SegmentWork? Work(long segmentId);

    /// <summary>What would break without it, as sentences in the reader's language; empty where it may go.</summary>
    Task<IReadOnlyList<string>> NeededBy(long segmentId, CancellationToken ct);

    /// <summary>Lets go of it, in the transaction in which it is deleted.</summary>
    Task LetGo(long segmentId, CancellationToken ct);
}

/// <param name="Label">What is done, in the reader's language.</param>
/// <param name="Icon">One of the panel's icons.</param>
/// <param name="Path">Where, in the panel.</param>
/// <param name="IsMain">Whether it is what a segment is mostly for.</param>
public sealed record SegmentWork(string Label, string Icon, string Path, bool IsMain = true);
