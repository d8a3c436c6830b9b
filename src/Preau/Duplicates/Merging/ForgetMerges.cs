using Microsoft.EntityFrameworkCore;
using Preau.Jobs;

namespace Preau.Duplicates;

/// <summary>Comes back every day, nation by nation.</summary>
public sealed record ForgetOldMerges : IJob;

/// <summary>What could undo a merge is personal data without another use: it goes once the undo is not offered any more.</summary>
public sealed class ForgetMerges(Database db, TimeProvider clock) : IHandle<ForgetOldMerges>
{
    public async Task Run(ForgetOldMerges job, CancellationToken ct)
    {
        var before = clock.GetUtcNow() - Merge.Life;
        await db.Merges.Where(m => m.At < before && m.Undo != "").ExecuteUpdateAsync(s => s.SetProperty(m => m.Undo, ""), ct);
    }
}
