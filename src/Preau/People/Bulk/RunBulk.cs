using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Jobs;
using Preau.Shared;

namespace Preau.People.Bulk;

public sealed record RunBulkAct(long ActId) : IJob;

/// <summary>Does an act batch by batch. A batch is one short transaction with one line in the feed and one audit row, that also says how far the act is: a killed run goes on where it was.</summary>
public sealed class RunBulk(Database db, IEnumerable<IBulkDeed> deeds, Actor actor, CurrentAccount account, Words words, CurrentNation nation, JobOptions jobs) : IHandle<RunBulkAct>
{
    /// <summary>As many as a line of the feed holds.</summary>
    public const int BatchSize = 1000;

    public async Task Run(RunBulkAct job, CancellationToken ct)
    {
        try
        {
            await Run(job.ActId, ct);
        }
        catch (Exception fault) when (!jobs.IsWeather(fault))
        {
            db.ChangeTracker.Clear();
            await End(job.ActId, BulkState.Failed, words.In(nation.Facts.Language)["A fault of the program stopped this; “Background work” says which. What was done before stays until you undo it."], CancellationToken.None);
            throw;
        }
    }

    public async Task<BulkAct> Run(long actId, CancellationToken ct)
    {
        while (true)
        {
            db.ChangeTracker.Clear();
            await db.Turns.Give(ct);
            var act = await db.BulkActs.AsNoTracking().SingleAsync(a => a.Id == actId, ct);
            if (act.State != BulkState.Running) return act;
            var deed = deeds.Single(d => d.Kind == act.Kind);
            if (await WhyNot(act, ct) is { } why)
            {
                await End(actId, BulkState.Failed, why, ct);
                continue;
            }

            var after = act.LastPersonId;
            var ids = await db.BulkPeople.Where(p => p.BulkActId == actId && p.PersonId > after).OrderBy(p => p.PersonId).Select(p => p.PersonId).Take(BatchSize).ToArrayAsync(ct);
            if (ids.Length == 0) await End(actId, BulkState.Done, null, ct);
            else if (!await Batch(act, deed, ids, ct)) return await db.BulkActs.AsNoTracking().SingleAsync(a => a.Id == actId, ct);
        }
    }

    private async Task<bool> Batch(BulkAct act, IBulkDeed deed, long[] ids, CancellationToken ct)
    {
        var (id, after, last) = (act.Id, act.LastPersonId, ids[^1]);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // Two runs of one act, or a cancellation, meet at this row: one of them finds that it is not as it was.
        if (await db.BulkActs.Where(a => a.Id == id && a.State == BulkState.Running && a.LastPersonId == after).ExecuteUpdateAsync(s => s.SetProperty(a => a.LastPersonId, last).SetProperty(a => a.Done, a => a.Done + ids.Length), ct) == 0) return false;
        await db.Execute("People/HoldPeople", ct);
        if (await deed.WhyNot(act, ct) is { } why)
        {
            await transaction.RollbackAsync(ct);
            await End(id, BulkState.Failed, why, ct);
            return true;
        }

        var there = await db.People.Where(p => ids.Contains(p.Id)).Select(p => p.Id).ToArrayAsync(ct);
        var already = await deed.Already(act).Where(p => ids.Contains(p)).ToArrayAsync(ct);
        long[] fresh = [.. there.Except(already).Order()];
        if (fresh.Length > 0)
        {
            var done = await deed.Do(act, fresh, ct);
            // Somebody may have been merged into one of these after the act had reached them: what stood before stays as it was noted then.
            var noted = (await db.BulkEffects.Where(e => e.BulkActId == id && fresh.Contains(e.PersonId)).Select(e => e.PersonId).ToListAsync(ct)).ToHashSet();
            await using (var writer = await db.Bulk("bulk_effect", ["bulk_act_id", "person_id", "before"], ct))
            {
                foreach (var (personId, before) in done.Where(d => !noted.Contains(d.PersonId))) writer.Row(id, personId, before);
                await writer.Done(ct);
            }

            db.Trail.Record(deed.Action(isUndo: false), [.. done.Select(d => d.PersonId)], act.Field, act.SubjectId);
            await db.BulkActs.Where(a => a.Id == id).ExecuteUpdateAsync(s => s.SetProperty(a => a.Changed, a => a.Changed + done.Count), ct);
        }

        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    /// <summary>What was asked for by somebody who may no longer is not done.</summary>
    private async Task<string?> WhyNot(BulkAct act, CancellationToken ct)
    {
        if (account.Id is null && act.AccountId is { } asker)
        {
            var role = await db.Memberships.Where(m => m.AccountId == asker).Select(m => (Role?)m.Role).SingleOrDefaultAsync(ct);
            if (role is not { } held || !Roles.Of(held).Contains(Permission.EditPeople)) return words.In(nation.Facts.Language)["Whoever asked for this may no longer change people."];
            actor.IsAccount(asker, onlyAssigned: false, hidesGifts: false);
        }

        return null;
    }

    private Task<int> End(long id, BulkState state, string? problem, CancellationToken ct) =>
        db.BulkActs.Where(a => a.Id == id && a.State == BulkState.Running).ExecuteUpdateAsync(s => s.SetProperty(a => a.State, state).SetProperty(a => a.Problem, problem), ct);
}
