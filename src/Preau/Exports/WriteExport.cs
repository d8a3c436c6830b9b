using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Jobs;
using Preau.Shared;

namespace Preau.Exports;

public sealed record WriteExportFile(long FileId) : IJob;

/// <summary>Makes a large file. It may be begun anew, and stops when nobody wants it any more.</summary>
public sealed class WriteExport(Database db, IEnumerable<IExport> exports, ExportFolder folder, IServiceScopeFactory scopes, CurrentNation nation, Actor actor, Words words, TimeProvider clock) : IHandle<WriteExportFile>
{
    public async Task Run(WriteExportFile job, CancellationToken ct)
    {
        if (await db.ExportFiles.AsNoTracking().SingleOrDefaultAsync(f => f.Id == job.FileId, ct) is not { State: ExportState.Waiting or ExportState.Writing } file) return;
        var export = exports.Single(e => e.Kind == file.Kind);
        var author = await db.Memberships.Where(m => m.AccountId == file.AccountId).Join(db.Accounts, m => m.AccountId, a => a.Id, (m, a) => new { a.Name, m.Role }).SingleOrDefaultAsync(ct);
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(file.Language == "fr" ? "fr-FR" : "en-GB");
        // Who may no longer take it out gets nothing, however long it waited.
        if (author is null || !Roles.Of(author.Role).Contains(export.Needs) || file.AccountId is not { } authorId)
        {
            await End(file, ExportState.Failed, file.Done, ct);
            return;
        }

        actor.IsAccount(authorId, author.Role.SeesOnlyAssigned(), author.Role.SeesNoGifts());
        if (await db.ExportFiles.Where(f => f.Id == file.Id && (f.State == ExportState.Waiting || f.State == ExportState.Writing)).ExecuteUpdateAsync(s => s.SetProperty(f => f.State, ExportState.Writing).SetProperty(f => f.Done, 0), ct) == 0) return;
        try
        {
            if (await export.Open(file.Ask, ct) is not { } sheet)
            {
                await End(file, ExportState.Failed, 0, ct);
                return;
            }

            long written;
            await using (var stream = folder.Create(file.Path, isPassing: false))
            {
                var mark = new SheetMark(nation.Facts.Name, author.Name, clock.GetUtcNow(), file.Total, file.Title);
                written = await SheetWriter.Of(file.Format).Write(stream, sheet, mark, words, CultureInfo.CurrentCulture, done => Report(file.Id, done, ct), ct);
            }

            await End(file, ExportState.Ready, written, ct);
        }
        catch (ExportStopped)
        {
            folder.Forget(file.Path);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            folder.Forget(file.Path);
            await End(file, ExportState.Failed, file.Done, CancellationToken.None);
            if (!NoRoom.In(fault)) throw;
        }
    }

    /// <summary>On a connection of its own: this one is reading the rows.</summary>
    private async Task<bool> Report(long id, long done, CancellationToken ct)
    {
        await using var scope = scopes.Enter(nation.Facts);
        return await scope.ServiceProvider.GetRequiredService<Database>().ExportFiles.Where(f => f.Id == id && f.State == ExportState.Writing).ExecuteUpdateAsync(s => s.SetProperty(f => f.Done, done), ct) > 0;
    }

    private async Task End(ExportFile file, ExportState state, long done, CancellationToken ct)
    {
        await using var scope = scopes.Enter(nation.Facts);
        var now = clock.GetUtcNow();
        await scope.ServiceProvider.GetRequiredService<Database>().ExportFiles.Where(f => f.Id == file.Id && (f.State == ExportState.Waiting || f.State == ExportState.Writing))
            .ExecuteUpdateAsync(s => s.SetProperty(f => f.State, state).SetProperty(f => f.Done, done).SetProperty(f => f.Ask, "").SetProperty(f => f.EndedAt, now), ct);
    }
}
