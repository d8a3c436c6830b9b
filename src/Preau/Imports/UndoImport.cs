using Microsoft.EntityFrameworkCore;
using Preau.Electors.Roll;
using Preau.Electors.Votes;
using Preau.Imports.Batches;
using Preau.Jobs;
using Preau.Relations;

namespace Preau.Imports;

/// <summary>Takes an import back: values that still are as it set them become what they were; people it brought in, with whom nothing happened since, go.</summary>
public sealed record UndoImport(long ImportId) : IJob;

public sealed class UndoImportHandler(RunUndo undo, JobOptions jobs) : IHandle<UndoImport>
{
    public async Task Run(UndoImport job, CancellationToken ct)
    {
        try
        {
            await undo.Run(job.ImportId, null, ct);
        }
        catch (Exception full) when (NoRoom.In(full))
        {
            throw new TryLater(full.Message, full);
        }
        catch (Exception fault) when (!jobs.IsWeather(fault))
        {
            await undo.BreakOff(job.ImportId, ct);
            throw;
        }
    }
}

/// <summary>Undoes batch by batch, each one transaction. What is undone has nothing left to undo, so that a killed run simply goes on.</summary>
public sealed class RunUndo(Database db, RelationRoles roles, TimeProvider clock)
{
    private const int BatchSize = 2000;

    public async Task<Import> Run(long importId, Action<Import>? report, CancellationToken ct)
    {
        var import = await Load(importId, ct);
        if (import.State != ImportState.Undoing) return import;
        await using var pace = await db.BulkPace(ct);
        await Each(import, after => db.ImportTouches.Where(t => t.ImportId == importId && t.PersonId > after).Select(t => t.PersonId).Distinct(), new RestoreTouched(db, roles, import, clock).Run, report, ct, isFirst: true);
        var source = import.Source;
        await Each(import, after => db.People.Where(p => p.Source == source && p.Id > after).Select(p => p.Id), new RemoveCreated(db, import, clock).Run, report, ct);
        await RemoveLeft(import, report, ct);

        await db.ImportNamings.Where(n => n.ImportId == importId).ExecuteDeleteAsync(ct);
        await RestoreVotes.ForgetElections(db, importId, ct);
        if (import.IsRoll)
        {
            // Whoever took in one of its people by a merge, or was one of them and stays for it, has a registration that no other roll tells of: a merge keeps the source of the record that is older.
            await Each(import, after => db.Registrations.Where(r => r.PersonId > after && r.SinceImportId == importId && (r.SeenImportId == importId || db.Imports.Any(i => i.Id == r.SeenImportId && i.State == ImportState.Undone))
                && db.MergedPeople.Any(m => m.PersonId == r.PersonId)).Select(r => r.PersonId), new RestoreRegistrations(db).Forget, report, ct);
            await new FinishRoll(db, import, clock).Undo(ct);
        }

        await Each(import, after => db.MergedPeople.Select(m => m.PersonId).Where(p => p > after && db.ConsentEntries.Any(c => c.PersonId == p && c.Source == source)).Distinct(), new TakeBackConsents(db, import, clock).Run, report, ct);
        await CountOthers(importId, ct);
        db.ChangeTracker.Clear();
        var now = clock.GetUtcNow();
        var kept = await KeptPeople.Count(db, source, ct);
        await db.Imports.Where(i => i.Id == importId && i.State == ImportState.Undoing).ExecuteUpdateAsync(s => s.SetProperty(i => i.State, ImportState.Undone).SetProperty(i => i.Problem, (string?)null).SetProperty(i => i.KeptCount, kept).SetProperty(i => i.EndedAt, now), ct);
        return await Load(importId, ct);
    }

    /// <summary>
    /// Whom the undo of another import had left because of this one, and of nothing else, goes with this one: in which order imports are undone makes no difference. Once all of this one is gone, since
    /// whoever named them may come late.
    /// </summary>
    private async Task RemoveLeft(Import import, Action<Import>? report, CancellationToken ct)
    {
        foreach (var other in await db.Imports.AsNoTracking().Where(i => i.Id != import.Id && i.State == ImportState.Undone && i.KeptCount > 0).ToListAsync(ct))
        {
            var source = other.Source;
            await Each(import, after => db.People.Where(p => p.Source == source && p.Id > after).Select(p => p.Id), new RemoveCreated(db, other, clock).Run, report, ct, isCounted: false);
        }
    }

    /// <summary>A fault of the program stopped it; whoever waits for it is told so, and may begin again from where it stands.</summary>
    public Task BreakOff(long importId, CancellationToken ct) => Stop(importId, "A fault of the program stopped this undo; “Background work” says which. What went back stays so, and you can go on with it.", ct);

    /// <summary>It counts as being undone, but whatever undid it is gone.</summary>
    public Task GiveUp(long importId, CancellationToken ct) => Stop(importId, "Nothing has been undone for a day: what undid this import is gone. What went back stays so, and you can go on with it.", ct);

    private async Task Stop(long importId, string problem, CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        await db.Imports.Where(i => i.Id == importId && i.State == ImportState.Undoing).ExecuteUpdateAsync(s => s.SetProperty(i => i.Problem, problem), ct);
        db.Trail.Note("import.undo_failed", 1, subjectId: importId);
        await db.SaveChangesAsync(ct);
    }

    /// <summary>Other imports that were undone may have fewer people left now, and rolls of them stations without anybody.</summary>
    private async Task CountOthers(long importId, CancellationToken ct)
    {
        foreach (var other in await db.Imports.AsNoTracking().Where(i => i.Id != importId && i.State == ImportState.Undone && i.KeptCount > 0).ToListAsync(ct))
        {
            var kept = await KeptPeople.Count(db, other.Source, ct);
            if (kept == other.KeptCount) continue;
            if (other.IsRoll) await new FinishRoll(db, other, clock).Undo(ct);
            await db.Imports.Where(i => i.Id == other.Id).ExecuteUpdateAsync(s => s.SetProperty(i => i.KeptCount, kept), ct);
        }
    }

    private async Task Each(Import import, Func<long, IQueryable<long>> people, Func<long[], CancellationToken, Task> undo, Action<Import>? report, CancellationToken ct, bool isFirst = false, bool isCounted = true)
    {
        long after = 0;
        while (await people(after).OrderBy(p => p).Take(BatchSize).ToArrayAsync(ct) is { Length: > 0 } ids)
        {
            db.ChangeTracker.Clear();
            await using (var transaction = await db.Database.BeginTransactionAsync(ct))
            {
                // One at a time, so that two undos never answer the same line of the ledger, and nobody matches people who are leaving.
                await db.Execute("People/HoldPeople", ct);
                // Whoever came by the file and was related by it is looked at again when they go.
                var looked = !isCounted ? 0 : ids.Length - (isFirst && import.NamedCount > 0 ? await db.People.CountAsync(p => p.Source == import.Source && EF.Parameter(ids).Contains(p.Id), ct) : 0);
                using (db.Trail.Pause())
                {
                    await undo(ids, ct);
                    db.Trail.Record("import.undone", ids, subjectId: import.Id);
                    await db.SaveChangesAsync(ct);
                }

                var now = clock.GetUtcNow().ToMicroseconds();
                await db.Imports.Where(i => i.Id == import.Id).ExecuteUpdateAsync(s => s.SetProperty(i => i.UndoneCount, i => i.UndoneCount + looked).SetProperty(i => i.MovedAt, now), ct);
                await transaction.CommitAsync(ct);
            }

            await db.Turns.Give(ct);
            after = ids[^1];
            if (report is not null) report(await Load(import.Id, ct));
        }
    }

    private Task<Import> Load(long id, CancellationToken ct) => db.Imports.AsNoTracking().SingleAsync(i => i.Id == id, ct);
}
