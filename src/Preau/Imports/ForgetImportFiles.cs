using Microsoft.EntityFrameworkCore;
using Preau.Electors.Roll;
using Preau.Jobs;

namespace Preau.Imports;

/// <summary>Comes back every few hours, nation by nation.</summary>
public sealed record ForgetFiles : IJob;

/// <summary>A file that was brought in holds people whom the campaign may have erased since: it goes with its refused rows a month after its import ended. What the import did stays known; one that nobody started goes whole.</summary>
public sealed class ForgetImportFiles(Database db, ImportFolder folder, RollPapers papers, RunImport run, RunUndo undo, TimeProvider clock) : IHandle<ForgetFiles>
{
    private static readonly TimeSpan Abandoned = TimeSpan.FromDays(1);
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(30);

    public async Task Run(ForgetFiles job, CancellationToken ct)
    {
        await EndAbandoned(ct);
        var before = clock.GetUtcNow() - KeptFor;
        var due = await db.Imports.AsNoTracking().Where(i => (i.EndedAt ?? i.CreatedAt) < before && i.State != ImportState.Running && i.State != ImportState.Undoing && i.State != ImportState.Trying)
            .Select(i => new { i.Id, i.Path, HasRefusals = db.ImportRefusals.Any(r => r.ImportId == i.Id) || db.ImportNamings.Any(n => n.ImportId == i.Id) }).ToListAsync(ct);
        var left = due.Where(i => i.HasRefusals || folder.Has(i.Path)).ToList();
        var strays = folder.ForgetStrays(await db.Imports.Select(i => i.Path).ToListAsync(ct), clock.GetUtcNow() - Abandoned);
        if (left.Count + strays == 0) return;
        long[] ids = [.. left.Select(i => i.Id)];
        await db.ImportRefusals.Where(r => EF.Parameter(ids).Contains(r.ImportId)).ExecuteDeleteAsync(ct);
        await db.ImportNamings.Where(n => EF.Parameter(ids).Contains(n.ImportId)).ExecuteDeleteAsync(ct);
        var unused = db.ElectoralRolls.Where(r => EF.Parameter(ids).Contains(r.ImportId) && db.Imports.Any(i => i.Id == r.ImportId && i.State == ImportState.Uploaded));
        var signed = await unused.Where(r => r.PaperPath != null).Select(r => r.PaperPath!).ToListAsync(ct);
        await unused.ExecuteDeleteAsync(ct);
        await db.Imports.Where(i => EF.Parameter(ids).Contains(i.Id) && i.State == ImportState.Uploaded).ExecuteDeleteAsync(ct);
        db.Trail.Note("import.files_forgotten", left.Count + strays);
        await db.SaveChangesAsync(ct);
        foreach (var one in left) folder.Forget(one.Path);
        foreach (var paper in signed) papers.Forget(paper);
    }

    /// <summary>One that counts as running though nobody runs it any more would keep its file for ever, and whoever waits for it would never know.</summary>
    private async Task EndAbandoned(CancellationToken ct)
    {
        var before = clock.GetUtcNow() - Abandoned;
        foreach (var id in await db.Imports.Where(i => i.State == ImportState.Running && (i.MovedAt ?? i.CreatedAt) < before).Select(i => i.Id).ToListAsync(ct)) await run.GiveUp(id, ct);
        foreach (var id in await db.Imports.Where(i => i.State == ImportState.Undoing && i.Problem == null && (i.MovedAt ?? i.CreatedAt) < before).Select(i => i.Id).ToListAsync(ct)) await undo.GiveUp(id, ct);
    }
}
