using Microsoft.EntityFrameworkCore;
using Preau.Shared;

namespace Preau.Electors.Roll;

/// <summary>What becomes of registrations and stations if a roll is undone, before it is.</summary>
public sealed class RollUndoing(Database db, Words words)
{
    /// <summary>Nothing, where the roll changed none.</summary>
    public async Task<IReadOnlyList<string>> Consequences(long importId, CancellationToken ct)
    {
        if (await db.ElectoralRolls.AsNoTracking().SingleOrDefaultAsync(r => r.ImportId == importId, ct) is not { } roll) return [];
        var changed = roll.MovedCount + roll.MovedCommuneCount + roll.ReturnedCount + roll.StruckOffCount;
        var stations = await db.StationChanges.Where(c => c.ImportId == importId).Select(c => c.StationId).Distinct().CountAsync(ct);
        var said = new List<string>();
        if (roll.ListedCount > 0) said.Add(words.Count(roll.ListedCount, "The registration of {0} new elector goes, unless the file brought them in and they stay.", "The registrations of {0} new electors go, but for those whom the file brought in and who stay."));
        if (changed > 0) said.Add(words.Count(changed, "{0} registration that this roll moved, brought back or struck off becomes what it was.", "{0} registrations that this roll moved, brought back or struck off become what they were."));
        if (stations > 0) said.Add(words.Count(stations, "{0} polling station goes back to what it was, or goes if it was made by this roll.", "{0} polling stations go back to what they were, or go if they were made by this roll."));
        return said;
    }
}
