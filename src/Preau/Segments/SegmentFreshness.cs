using Microsoft.EntityFrameworkCore;
using Preau.Feed;

namespace Preau.Segments;

/// <summary>Follows the change feed: a change of people, or of what they did, makes the counts of segments stale.</summary>
public sealed class SegmentFreshness(Database db) : IChangeReader
{
    private static readonly string[] Beside = ["segment.", "setting.", "site_page.", "account.", "membership.", "stored_file."];

    public string Name => "segments";

    public async Task Apply(IReadOnlyList<Change> changes, CancellationToken ct)
    {
        var touching = changes.Where(c => !Beside.Any(b => c.Kind.StartsWith(b, StringComparison.Ordinal))).Select(c => (DateTimeOffset?)c.At).Max();
        if (touching is not { } at) return;
        await db.SegmentCounts.Where(c => c.StaleSince == null && c.CountedAt <= at).ExecuteUpdateAsync(s => s.SetProperty(c => c.StaleSince, at), ct);
    }

    /// <summary>Nothing is known: all are counted anew.</summary>
    public Task Rebuild(CancellationToken ct) => db.SegmentCounts.Where(c => c.StaleSince == null).ExecuteUpdateAsync(s => s.SetProperty(c => c.StaleSince, c => c.CountedAt), ct);
}
