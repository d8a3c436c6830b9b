using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Preau.Imports;

namespace Preau.Electors.Roll;

/// <summary>What a roll that was brought in changed, on the page of its import: each number opens its list.</summary>
public sealed record RollOutcome(Import Import, ElectoralRoll Roll, IReadOnlyList<(RollChangeKind Kind, long Count, string? Path)> Electors, IReadOnlyList<StationChange> Stations, IReadOnlyDictionary<StationChangeKind, int> StationCounts, IReadOnlyDictionary<long, PollingStation> Named, IReadOnlyList<RollCommune> Communes, bool IsSparing);

[ViewComponent(Name = Name)]
public sealed class RollResult(Database db) : ViewComponent
{
    public const string Name = "roll-result";
    private const int Shown = 100;

    public async Task<IViewComponentResult> InvokeAsync(long importId)
    {
        var ct = HttpContext.RequestAborted;
        if (await db.ElectoralRolls.AsNoTracking().SingleOrDefaultAsync(r => r.ImportId == importId, ct) is not { } roll) return Content("");
        var import = await db.Imports.AsNoTracking().SingleAsync(i => i.Id == importId, ct);
        var communes = await db.RollCommunes.AsNoTracking().Where(c => c.ImportId == importId).OrderBy(c => c.FirstLine).Take(Shown).ToListAsync(ct);
        var stations = await db.StationChanges.AsNoTracking().Where(c => c.ImportId == importId).OrderBy(c => c.Kind).ThenBy(c => c.StationId).Take(Shown).ToListAsync(ct);
        var counts = await db.StationChanges.Where(c => c.ImportId == importId).GroupBy(c => c.Kind).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        long[] ids = [.. stations.Select(s => s.StationId)];
        var named = await db.PollingStations.AsNoTracking().Where(s => EF.Parameter(ids).Contains(s.Id)).ToDictionaryAsync(s => s.Id, ct);
        // Of a commune that had no roll before, everybody is new: they are the people of the import.
        var isFirst = !await db.RollChanges.AnyAsync(c => c.ImportId == importId && c.Kind == RollChangeKind.Listed, ct);
        (RollChangeKind, long, string?) At(RollChangeKind kind, long count) => (kind, count, count == 0 || import.State == ImportState.Undone ? null
            : kind == RollChangeKind.Listed && isFirst ? $"/people?view=all&source={Uri.EscapeDataString(import.Source)}" : $"/imports/{importId}/roll/changes?kind={EnumText<RollChangeKind>.Of(kind)}");
        return View("/Electors/Roll/_RollResult.cshtml", new RollOutcome(import, roll,
            [At(RollChangeKind.Listed, roll.ListedCount), At(RollChangeKind.Moved, roll.MovedCount), At(RollChangeKind.MovedCommune, roll.MovedCommuneCount), At(RollChangeKind.Returned, roll.ReturnedCount), At(RollChangeKind.StruckOff, roll.StruckOffCount)],
            stations, counts, named, communes, await db.ImportRefusals.AnyAsync(r => r.ImportId == importId && r.RowText != "", ct)));
    }
}
