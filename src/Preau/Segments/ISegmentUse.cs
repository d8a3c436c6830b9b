namespace Preau.Segments;

/// <summary>A feature that keeps segments: asked before one is deleted.</summary>
public interface ISegmentUse
{
    /// <summary>What would break without it, as sentences in the reader's language; empty where it may go.</summary>
    Task<IReadOnlyList<string>> NeededBy(long segmentId, CancellationToken ct);

    /// <summary>Lets go of it, in the transaction in which it is deleted.</summary>
    Task LetGo(long segmentId, CancellationToken ct);
}
