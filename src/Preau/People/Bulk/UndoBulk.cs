using Microsoft.EntityFrameworkCore;
using Preau.Jobs;
using Preau.Shared;

namespace Preau.People.Bulk;

public sealed record UndoBulkAct(long ActId) : IJob;

/// <summary>Takes an act back from those who are still as it left them. Somebody erased since stays erased, somebody changed since stays changed.</summary>
public sealed class UndoBulk(Database db, IEnumerable<IBulkDeed> deeds, Actor actor, Words words, CurrentNation nation, JobOptions jobs) : IHandle<UndoBulkAct>
{
    /// <summary>How long it can be taken back; what is older is forgotten.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromDays(1);

    public async Task Run(UndoBulkAct job, CancellationToken ct)
    {
        try
        {
            await Run(job.ActId, ct);
        }
        catch (Exception fault) when (!jobs.IsWeather(fault))
        {
            db.ChangeTracker.Clear();
            var problem = words.In(nation.Facts.Language)["A fault of the program stopped this; “Background work” says which. What was done before stays until you undo it."];
            // Who is as before already is passed over when it is undone once more.
            await db.BulkActs.Where(a => a.Id == job.ActId && a.State == BulkState.Undoing)
                .ExecuteUpdateAsync(s => s.SetProperty(a => a.State, BulkState.Failed).SetProperty(a => a.UndoneAt, (DateTimeOffset?)null).SetProperty(a => a.Problem, problem), CancellationToken.None);
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
            if (act.State != BulkState.Undoing) return act;
            if (actor.Kind == ActorKind.System && act.AccountId is { } asker) actor.IsAccount(asker, onlyAssigned: false, hidesGifts: false);
            var after = act.LastPersonId;
            var effects = await db.BulkEffects.AsNoTracking().Where(e => e.BulkActId == actId && e.PersonId > after).OrderBy(e => e.PersonId).Take(RunBulk.BatchSize).ToListAsync(ct);
            if (effects.Count == 0) await db.BulkActs.Where(a => a.Id == actId && a.State == BulkState.Undoing).ExecuteUpdateAsync(s => s.SetProperty(a => a.State, BulkState.Undone), ct);
            else await Batch(act, deeds.Single(d => d.Kind == act.Kind), effects, ct);
        }
    }

    private async Task Batch(BulkAct act, IBulkDeed deed, List<BulkEffect> effects, CancellationToken ct)
    {
        var (id, after, last) = (act.Id, act.LastPersonId, effects[^1].PersonId);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await db.BulkActs.Where(a => a.Id == id && a.State == BulkState.Undoing && a.LastPersonId == after).ExecuteUpdateAsync(s => s.SetProperty(a => a.LastPersonId, last).SetProperty(a => a.Done, a => a.Done + effects.Count), ct) == 0) return;
        await db.Execute("People/HoldPeople", ct);
        if (await deed.WhyNotUndone(act, ct) is { } why)
        {
            await db.BulkActs.Where(a => a.Id == id).ExecuteUpdateAsync(s => s.SetProperty(a => a.State, BulkState.Undone).SetProperty(a => a.Problem, why), ct);
            await transaction.CommitAsync(ct);
            return;
        }

        var back = await deed.Undo(act, effects, ct);
        if (back.Length > 0)
        {
            db.Trail.Record(deed.Action(isUndo: true), back, act.Field is { } field ? $"{field}, undone" : "undone", act.SubjectId);
            await db.BulkActs.Where(a => a.Id == id).ExecuteUpdateAsync(s => s.SetProperty(a => a.Undid, a => a.Undid + back.Length), ct);
        }

        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }
}
