using Microsoft.EntityFrameworkCore;
using Preau.Feed;

namespace Preau.Dashboard.Counting;

/// <summary>Follows the change feed: whomever a line names is counted anew. It does not matter what happened to them, nor how often it is told.</summary>
public sealed class CountPeople(Database db, CurrentNation nation, RollUp rollUp) : IChangeReader
{
    public const string ReaderName = "dashboard";

    public string Name => ReaderName;

    public async Task Apply(IReadOnlyList<Change> changes, CancellationToken ct)
    {
        // A nation that was never counted has a history that the feed may not hold any more; under another clock every day is another one.
        var zone = await db.RollUpClocks.Select(c => c.TimeZone).SingleOrDefaultAsync(ct);
        if (zone != nation.Facts.TimeZone) await Rebuild(ct);
        else await rollUp.Count(changes.SelectMany(c => c.People), ct);
    }

    public async Task Rebuild(CancellationToken ct)
    {
        await rollUp.CountAll(ct);
        await db.RollUpClocks.ExecuteDeleteAsync(ct);
        db.Add(new RollUpClock { TimeZone = nation.Facts.TimeZone });
        await db.SaveChangesAsync(ct);
    }
}
