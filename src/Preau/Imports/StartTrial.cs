using Microsoft.EntityFrameworkCore;
using Preau.Shared;

namespace Preau.Imports;

/// <summary>Tries a file before anything of it is brought in.</summary>
public sealed class StartTrial(Database db, TryImport attempt, CurrentNation nation, Words words, TimeProvider clock)
{
    /// <summary>Asks for a dry run in the background. The caller saves.</summary>
    public void TryLater(Import import)
    {
        (import.State, import.Done) = (ImportState.Trying, 0);
        db.Enqueue(new TryLongImport(import.Id));
    }

    /// <summary>A dry run of an import that is being tried; what it found is kept with the import.</summary>
    /// <returns>Null when it was stopped, or when the file cannot be read any more.</returns>
    public async Task<Trial?> Try(long importId, Action<long>? report, CancellationToken ct)
    {
        if (await db.Imports.AsNoTracking().SingleOrDefaultAsync(i => i.Id == importId && i.State == ImportState.Trying, ct) is not { } import) return null;
        var now = clock.GetUtcNow();
        try
        {
            var trial = await attempt.Run(import, async rows =>
            {
                report?.Invoke(rows);
                return await db.Imports.Where(i => i.Id == importId && i.State == ImportState.Trying).ExecuteUpdateAsync(s => s.SetProperty(i => i.Done, rows), ct) == 1;
            }, ct);
            if (trial is null) return null;
            var text = trial.Write();
            await db.Imports.Where(i => i.Id == importId && i.State == ImportState.Trying).ExecuteUpdateAsync(s => s.SetProperty(i => i.State, ImportState.Uploaded).SetProperty(i => i.Trial, text).SetProperty(i => i.Done, 0), ct);
            return trial;
        }
        catch (ImportBroken broken)
        {
            var problem = words.In(nation.Facts.Language)[broken.Message, broken.About];
            await db.Imports.Where(i => i.Id == importId).ExecuteUpdateAsync(s => s.SetProperty(i => i.State, ImportState.Failed).SetProperty(i => i.Done, 0).SetProperty(i => i.Problem, problem).SetProperty(i => i.EndedAt, now), ct);
            return null;
        }
    }
}
