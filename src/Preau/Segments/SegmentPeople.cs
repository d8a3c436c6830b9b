using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.People.Bulk;

namespace Preau.Segments;

/// <summary>Everybody who is in a segment now.</summary>
public sealed class SegmentPeople(Database db, ReadSegment read, SegmentMembers members) : IBulkAudience
{
    public const string Start = "segment:";

    public string Beginning => Start;
    public Permission Needs => Permission.ViewSegments;

    public async Task<Audience?> Find(string rest, CancellationToken ct) => await Segment(rest, ct) is { } segment && await read.Run(segment.Tree, ct) is SegmentAnswer.Fine fine ? new(segment.Name, await members.Count(fine.Tree, ct) <= BulkActs.AtOnce) : null;

    public async IAsyncEnumerable<long[]> Ids(string rest, [EnumeratorCancellation] CancellationToken ct)
    {
        if (await Segment(rest, ct) is not { } segment || await read.Run(segment.Tree, ct) is not SegmentAnswer.Fine fine) yield break;
        foreach (var some in (await members.Ids(fine.Tree, ct)).Chunk(1000)) yield return some;
    }

    private async Task<Segment?> Segment(string number, CancellationToken ct) =>
        long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? await db.Segments.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, ct) : null;
}
