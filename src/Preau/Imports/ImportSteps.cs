using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;
using Preau.Electors.Roll;
using Preau.Imports.Choices;
using Preau.Jobs;
using Preau.People;

namespace Preau.Imports;

/// <summary>From one state of an import to the next. Each step is one statement that asks for the state before, so that of two clicks one takes it.</summary>
public sealed class ImportSteps(Database db, ImportFolder folder, OwnFields own, TimeProvider clock)
{
    // A command runs its import itself. Should it be killed, the job takes over after its last batch.
    private static readonly TimeSpan Watch = TimeSpan.FromMinutes(1);

    /// <summary>A file whose origin and legal basis nobody has said does not begin; nor a roll that nobody undertook to use as the law says.</summary>
    /// <param name="isRunHere">Whether the caller does the work itself; the job then only stands by.</param>
    public Task<bool> Begin(long id, bool isRunHere, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return Take(db.Imports.Where(i => i.Id == id && i.State == ImportState.Uploaded && i.Basis != null && ((i.Layout == ImportLayout.People && i.Basis != LegalBasis.ElectoralRoll) || db.ElectoralRolls.Any(r => r.ImportId == i.Id))), s => s.SetProperty(i => i.State, ImportState.Running).SetProperty(i => i.Done, 0).SetProperty(i => i.MovedAt, now).SetProperty(i => i.Trial, (string?)null), "import.started", id, new ApplyImport(id), isRunHere, ct);
    }

    /// <summary>After its last batch, where it was stopped or there was no room; false where nothing is left to do, or the file is gone. A roll whose rows are all in may still have people to strike off.</summary>
    public async Task<bool> GoOn(long id, bool isRunHere, CancellationToken ct)
    {
        if (await db.Imports.Where(i => i.Id == id).Select(i => i.Path).SingleOrDefaultAsync(ct) is not { } path || !folder.Has(path)) return false;
        var now = clock.GetUtcNow();
        return await Take(
            db.Imports.Where(i => i.Id == id && (i.State == ImportState.Failed || (i.State == ImportState.Cancelled && (i.Done < i.Total || i.RelatedCount + i.UnrelatedCount < i.NamedCount || i.Layout != ImportLayout.People)))),
            s => s.SetProperty(i => i.State, ImportState.Running).SetProperty(i => i.MovedAt, now).SetProperty(i => i.Problem, (string?)null).SetProperty(i => i.EndedAt, (DateTimeOffset?)null), "import.continued", id, new ApplyImport(id), isRunHere, ct);
    }

    /// <summary>After the batch that it is in. What is in stays.</summary>
    public Task<bool> Stop(long id, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return Take(db.Imports.Where(i => i.Id == id && i.State == ImportState.Running), s => s.SetProperty(i => i.State, ImportState.Cancelled).SetProperty(i => i.EndedAt, now), "import.cancelled", id, null, false, ct);
    }

    public Task<bool> StopTrial(long id, CancellationToken ct) =>
        Take(db.Imports.Where(i => i.Id == id && i.State == ImportState.Trying), s => s.SetProperty(i => i.State, ImportState.Uploaded).SetProperty(i => i.Done, 0), "import.cancelled", id, null, false, ct);

    /// <summary>From the beginning, or where it broke off. Not a roll on which a later one stands: what that one says would go with it.</summary>
    public Task<bool> Undo(long id, bool isRunHere, CancellationToken ct)
    {
        var (later, now) = (LaterRolls(id), clock.GetUtcNow());
        return Take(
            db.Imports.Where(i => i.Id == id && !later.Any() && (i.State == ImportState.Done || i.State == ImportState.Cancelled || i.State == ImportState.Failed || (i.State == ImportState.Undoing && i.Problem != null))),
            s => s.SetProperty(i => i.State, ImportState.Undoing).SetProperty(i => i.MovedAt, now).SetProperty(i => i.Problem, (string?)null), "import.undo_started", id, new UndoImport(id), isRunHere, ct);
    }

    /// <summary>The last roll that has to be undone before this one can be.</summary>
    public Task<Import?> LaterRoll(long id, CancellationToken ct) => LaterRolls(id).AsNoTracking().OrderByDescending(i => i.EndedAt == null).ThenByDescending(i => i.EndedAt).FirstOrDefaultAsync(ct);

    // By when they came in: numbers are given out in blocks.
    private IQueryable<Import> LaterRolls(long id) => db.Imports.Where(o => o.Id != id && o.Layout != ImportLayout.People
        && (o.State == ImportState.Running || o.State == ImportState.Done || o.State == ImportState.Cancelled || o.State == ImportState.Failed || o.State == ImportState.Undoing)
        && db.Imports.Any(i => i.Id == id && (o.EndedAt == null || o.EndedAt > i.EndedAt))
        && db.RollCommunes.Any(c => c.ImportId == o.Id && db.RollCommunes.Any(own => own.ImportId == id && own.Code == c.Code)));

    private async Task<bool> Take(IQueryable<Import> from, Action<UpdateSettersBuilder<Import>> to, string action, long id, IJob? job, bool isRunHere, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await from.ExecuteUpdateAsync(to, ct) == 0) return false;
        // A trial makes no fields, whether it came to an end or failed.
        if (job is ApplyImport) await NewFields.Make(db, own, await db.Imports.SingleAsync(i => i.Id == id, ct), ct);
        if (job is not null) db.Enqueue(job, isRunHere ? clock.GetUtcNow() + Watch : null);
        db.Trail.Note(action, 1, subjectId: id);
        await db.SaveChangesAsync(ct);
        // Columns may have become fields.
        own.Forget();
        await transaction.CommitAsync(ct);
        return true;
    }
}
