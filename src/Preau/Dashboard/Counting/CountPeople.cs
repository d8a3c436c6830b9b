using Microsoft.EntityFrameworkCore;
using Preau.Feed;

namespace Preau.Dashboard.Counting;

/// <summary>Follows the change feed: whomever a line names is counted anew. It does not matter what happened to them, nor how often it is told.</summary>
public sealed class CountPeople(Database db, CurrentNation nation, RollUp rollUp) : IChangeReader
{
    public const string ReaderName = "dashboard";

    public string Name => ReaderName;

    public bool RebuildsInParts => true;

    public Task Apply(IReadOnlyList<Change> changes, CancellationToken ct) => rollUp.Count(changes.SelectMany(c => c.People), ct);

    /// <summary>A nation that was never counted has a history that the feed may not hold any more; under another clock every day is another one.</summary>
    public async Task<bool> NeedsRebuild(CancellationToken ct) => !await db.RollUpClocks.AnyAsync(c => c.TimeZone == nation.Facts.TimeZone, ct);

    /// <summary>Without a clock until it is done, so that the board says that it is being counted, and so that it begins again where it was cut off.</summary>
    public async Task Rebuild(CancellationToken ct)
    {
        await db.RollUpClocks.ExecuteDeleteAsync(ct);
        await rollUp.CountAll(ct);
        db.Add(new RollUpClock { TimeZone = nation.Facts.TimeZone });
        await db.SaveChangesAsync(ct);
    }
}
