using Microsoft.EntityFrameworkCore;
using Preau.Site;

namespace Preau.Actions;

/// <summary>How many signed, from the total that is kept.</summary>
public sealed class ActionTotals(Database db) : ISignatureCount
{
    public async Task<long> Of(long groupId, CancellationToken ct) => await db.PageTotals.Where(t => t.PageGroupId == groupId).Select(t => t.Count).SingleOrDefaultAsync(ct);
}
