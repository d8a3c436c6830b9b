using Microsoft.EntityFrameworkCore;
using Preau.Accounts;

namespace Preau.Duplicates;

/// <summary>Begins and stops the merging of all sure pairs.</summary>
public sealed class SureMerges(Database db, CurrentAccount account, TimeProvider clock)
{
    public Task<long> Count(CancellationToken ct) => db.Duplicates.LongCountAsync(d => d.State == PairState.Open && d.IsSure, ct);

    public Task<SureMerge?> Running(CancellationToken ct) => db.SureMerges.AsNoTracking().Where(m => m.State == SureMergeState.Running).OrderByDescending(m => m.Id).FirstOrDefaultAsync(ct);

    /// <summary>The one that is running already, where somebody was quicker; null where nothing is sure.</summary>
    public async Task<SureMerge?> Begin(CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Execute("People/HoldPeople", ct);
        if (await Running(ct) is { } running) return running;
        if (await Count(ct) is var count && count == 0) return null;
        var merge = new SureMerge { Total = count, AccountId = account.Id, CreatedAt = clock.GetUtcNow() };
        db.Add(merge);
        db.Enqueue(new MergeSurePairs(merge.Id));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return merge;
    }

    /// <summary>After the pair that it is at. What is merged stays, and can be undone one by one.</summary>
    public async Task<bool> Stop(long id, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await db.SureMerges.Where(m => m.Id == id && m.State == SureMergeState.Running).ExecuteUpdateAsync(s => s.SetProperty(m => m.State, SureMergeState.Cancelled).SetProperty(m => m.EndedAt, now), ct) == 0) return false;
        db.Trail.Note("sure_merge.cancelled", 1, subjectId: id);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return true;
    }
}
