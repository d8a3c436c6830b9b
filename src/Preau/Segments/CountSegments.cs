using Microsoft.EntityFrameworkCore;
using Preau.Jobs;

namespace Preau.Segments;

/// <summary>Comes back every minute, nation by nation.</summary>
public sealed record RecountSegments : IJob;

/// <summary>Counts saved segments that something may have changed, and those that nobody has counted yet, so that lists show a number and the time it stands at without counting.</summary>
public sealed class CountSegments(Database db, ReadSegment read, SegmentMembers members, TimeProvider clock) : IHandle<RecountSegments>
{
    public async Task Run(RecountSegments job, CancellationToken ct)
    {
        foreach (var segment in await db.Segments.AsNoTracking().Where(s => !db.SegmentCounts.Any(c => c.SegmentId == s.Id && c.StaleSince == null)).OrderBy(s => s.Id).ToListAsync(ct)) await Run(segment, ct);
    }

    public async Task<long?> Run(Segment segment, CancellationToken ct)
    {
        // Its field may have gone since: it keeps its last count, and its screen says what is wrong.
        if (await read.Run(segment.Tree, ct) is not SegmentAnswer.Fine fine) return null;
        var at = clock.GetUtcNow();
        var count = await members.Count(fine.Tree, ct);
        var known = await db.SegmentCounts.SingleOrDefaultAsync(c => c.SegmentId == segment.Id, ct);
        if (known is null) db.Add(known = new SegmentCount { SegmentId = segment.Id });
        (known.Count, known.CountedAt) = (count, at);
        if (known.StaleSince <= at) known.StaleSince = null;
        await db.SaveChangesAsync(ct);
        return count;
    }
}
