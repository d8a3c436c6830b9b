using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Jobs;

namespace Preau.Households;

/// <summary>Works out all households by rules that changed.</summary>
public sealed record DeriveHouseholdsAgain(long HouseholdRunId) : IJob;

/// <summary>Some thousand people in one transaction, which also says how far the work is: a killed run goes on where it was.</summary>
public sealed class DeriveAgain(Database db, DeriveHouseholds derive, TimeProvider clock) : IHandle<DeriveHouseholdsAgain>
{
    public async Task Run(DeriveHouseholdsAgain job, CancellationToken ct)
    {
        while (true)
        {
            db.ChangeTracker.Clear();
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            await db.Execute("Households/HoldHouseholds", ct);
            if (await db.HouseholdRuns.AsNoTracking().SingleOrDefaultAsync(r => r.Id == job.HouseholdRunId && r.State == RunState.Running, ct) is not { } run) return;
            var last = await derive.Next(run.LastPersonId, ct);
            if (last is null)
            {
                await derive.Gone(ct);
                await End(run.Id, ct);
                await transaction.CommitAsync(ct);
                return;
            }

            var looked = await db.People.IgnoreQueryFilters([Conventions.AssignedFilter]).CountAsync(p => p.Id > run.LastPersonId && p.Id <= last, ct);
            await db.HouseholdRuns.Where(r => r.Id == run.Id).ExecuteUpdateAsync(s => s.SetProperty(r => r.LastPersonId, last.Value).SetProperty(r => r.Done, r => r.Done + looked), ct);
            await transaction.CommitAsync(ct);
        }
    }

    private async Task End(long id, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await db.HouseholdRuns.Where(r => r.Id == id).ExecuteUpdateAsync(s => s.SetProperty(r => r.State, RunState.Done).SetProperty(r => r.EndedAt, now), ct);
        // In the feed as well: who counts the size of households counts anew.
        db.Trail.Record("household_run.done", [], subjectId: id);
        await db.SaveChangesAsync(ct);
    }
}

/// <summary>Begins and stops that work.</summary>
public sealed class HouseholdRuns(Database db, CurrentAccount account, TimeProvider clock)
{
    public Task<HouseholdRun?> Last(CancellationToken ct) => db.HouseholdRuns.AsNoTracking().OrderByDescending(r => r.Id).FirstOrDefaultAsync(ct);

    /// <summary>One that is under way begins anew, since the rules are others now. The caller saves.</summary>
    public async Task Begin(CancellationToken ct)
    {
        await End(null, ct);
        var run = new HouseholdRun { AccountId = account.Id, CreatedAt = clock.GetUtcNow() };
        db.Add(run);
        db.Enqueue(new DeriveHouseholdsAgain(run.Id));
    }

    public async Task<bool> Stop(long id, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await End(id, ct) == 0) return false;
        db.Trail.Note("household_run.cancelled", 1, subjectId: id);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    private Task<int> End(long? id, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return db.HouseholdRuns.Where(r => r.State == RunState.Running && (id == null || r.Id == id)).ExecuteUpdateAsync(s => s.SetProperty(r => r.State, RunState.Cancelled).SetProperty(r => r.EndedAt, now), ct);
    }
}
