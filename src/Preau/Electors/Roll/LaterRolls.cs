using Microsoft.EntityFrameworkCore;

namespace Preau.Electors.Roll;

/// <summary>Which rolls know better than one of them. Numbers of imports come in blocks, one a process, and tell nothing of time.</summary>
internal static class LaterRolls
{
    /// <summary>Imports of the rolls that were undertaken after that of <paramref name="importId"/>.</summary>
    public static async Task<long[]> Of(Database db, long importId, CancellationToken ct)
    {
        var at = await db.ElectoralRolls.Where(r => r.ImportId == importId).Select(r => r.AttestedAt).SingleAsync(ct);
        return await db.ElectoralRolls.Where(r => r.AttestedAt > at || (r.AttestedAt == at && r.ImportId > importId)).Select(r => r.ImportId).ToArrayAsync(ct);
    }
}
