using Microsoft.EntityFrameworkCore;
using Preau.Shared;

namespace Preau.Segments;

public abstract record SegmentSaved
{
    public sealed record Saved(Segment Segment) : SegmentSaved;

    /// <summary>Why not, in the reader's language.</summary>
    public sealed record Refused(IReadOnlyList<string> Reasons) : SegmentSaved;
}

/// <summary>Makes a segment or changes one, and counts it.</summary>
public sealed class SaveSegment(Database db, ReadSegment read, CountSegments count, SegmentWords said, Words words, TimeProvider clock)
{
    public async Task<SegmentSaved> Run(Segment? segment, SegmentForm form, CancellationToken ct)
    {
        var answer = await read.Run(form.Tree, ct);
        if (answer is SegmentAnswer.Wrong wrong) return new SegmentSaved.Refused([.. wrong.Problems.Select(said.Of)]);
        var name = form.Name.Trim();
        var id = segment?.Id ?? 0;
        if (await db.Segments.AnyAsync(s => s.Name == name && s.Id != id, ct)) return new SegmentSaved.Refused([words["Another segment is called “{0}”.", name]]);
        var now = clock.GetUtcNow();
        var tree = SegmentTree.Write(((SegmentAnswer.Fine)answer).Tree);
        if (segment is null) db.Add(segment = new Segment { Name = name, Tree = tree, CreatedAt = now, ChangedAt = now });
        else (segment.Name, segment.Tree, segment.ChangedAt) = (name, tree, now);
        await db.SaveChangesAsync(ct);
        await count.Run(segment, ct);
        return new SegmentSaved.Saved(segment);
    }
}
