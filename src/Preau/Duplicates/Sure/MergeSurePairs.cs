using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Preau.Jobs;

namespace Preau.Duplicates;

/// <summary>Merges the sure pairs that are left.</summary>
public sealed record MergeSurePairs(long SureMergeId) : IJob;

/// <summary>Pair by pair, each looked at once more and merged in a transaction that also says how far the work is: a killed run goes on where it was.</summary>
public sealed class MergeSurePairsHandler(Database db, FindDuplicates find, MergePeople merge, JobOptions jobs, TimeProvider clock) : IHandle<MergeSurePairs>
{
    private static readonly Dictionary<string, Side> NoChoice = [];

    public async Task Run(MergeSurePairs job, CancellationToken ct)
    {
        while (await db.SureMerges.AsNoTracking().SingleOrDefaultAsync(m => m.Id == job.SureMergeId && m.State == SureMergeState.Running, ct) is { } work)
        {
            var (lastPerson, lastOther) = (work.LastPersonId, work.LastOtherId);
            var pair = await db.Duplicates.AsNoTracking()
                .Where(d => d.State == PairState.Open && d.IsSure && (d.PersonId > lastPerson || (d.PersonId == lastPerson && d.OtherPersonId > lastOther)))
                .OrderBy(d => d.PersonId).ThenBy(d => d.OtherPersonId).FirstOrDefaultAsync(ct);
            if (pair is null)
            {
                await End(work.Id, ct);
                return;
            }

            if (!await IsMerged(work, pair, ct)) await Step(work.Id, pair, 0, 1, ct);
        }
    }

    /// <summary>A pair that the store does not let be merged is left, and the next one is looked at.</summary>
    private async Task<bool> IsMerged(SureMerge work, Duplicate pair, CancellationToken ct)
    {
        try
        {
            return await Merge(work, pair, ct);
        }
        catch (Exception fault) when (fault is DbException or DbUpdateException && !jobs.IsWeather(fault))
        {
            db.ChangeTracker.Clear();
            return false;
        }
    }

    private async Task<bool> Merge(SureMerge work, Duplicate pair, CancellationToken ct)
    {
        // Somebody may have changed one of them since they were compared.
        if (await find.Compare(pair.PersonId, pair.OtherPersonId, ct) is not { IsSure: true }) return false;
        var (keep, drop) = await Order(pair, ct);
        return await merge.Run(keep, drop, NoChoice, null, ct, also: c => Step(work.Id, pair, 1, 0, c), by: work.AccountId) is MergeOutcome.Done;
    }

    /// <summary>The record that is more than a line of the roll stays, else the one known longer.</summary>
    private async Task<(long Keep, long Drop)> Order(Duplicate pair, CancellationToken ct)
    {
        var (lower, higher) = (pair.PersonId, pair.OtherPersonId);
        var known = await db.People.AsNoTracking().Where(p => p.Id == lower || p.Id == higher).ToDictionaryAsync(p => p.Id, p => p.IsRollOnly, ct);
        return known.GetValueOrDefault(lower) && !known.GetValueOrDefault(higher) ? (higher, lower) : (lower, higher);
    }

    private async Task Step(long id, Duplicate pair, int done, int left, CancellationToken ct) =>
        await db.SureMerges.Where(m => m.Id == id).ExecuteUpdateAsync(s => s
            .SetProperty(m => m.LastPersonId, pair.PersonId).SetProperty(m => m.LastOtherId, pair.OtherPersonId)
            .SetProperty(m => m.Done, m => m.Done + done).SetProperty(m => m.LeftCount, m => m.LeftCount + left), ct);

    private async Task End(long id, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        db.ChangeTracker.Clear();
        if (await db.SureMerges.Where(m => m.Id == id && m.State == SureMergeState.Running).ExecuteUpdateAsync(s => s.SetProperty(m => m.State, SureMergeState.Done).SetProperty(m => m.EndedAt, now), ct) == 0) return;
        db.Trail.Note("sure_merge.done", 1, subjectId: id);
        await db.SaveChangesAsync(ct);
    }
}
