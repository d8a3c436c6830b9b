using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.Imports;

namespace Preau.Commands;

/// <summary>Runs an import or its undo and waits for its end, also where the serving program is a batch ahead.</summary>
internal sealed class ImportWork(IServiceProvider services, Terminal terminal)
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private const int LooksWithoutProgress = 60;
    private readonly TimeProvider clock = services.GetRequiredService<TimeProvider>();
    private long saidAt;

    public async Task<Import> Run(long id, CancellationToken ct)
    {
        try
        {
            return await Until(id, ImportState.Running, () => services.GetRequiredService<RunImport>().Run(id, Say, ct), ct);
        }
        catch (OperationCanceledException)
        {
            // Whoever breaks the command off means the import, not only the waiting for it. What its last batch had ready to save is not saved any more.
            services.GetRequiredService<Database>().ChangeTracker.Clear();
            await services.GetRequiredService<ImportSteps>().Stop(id, CancellationToken.None);
            return await Load(id, CancellationToken.None);
        }
        catch (DiskFull)
        {
            throw new CommandRefused($"There is no room left on the disk. What came in before stays; make room, and the serving program goes on with import {id.ToString(CultureInfo.InvariantCulture)}.");
        }
    }

    public async Task<Import> Undo(long id, CancellationToken ct)
    {
        try
        {
            return await Until(id, ImportState.Undoing, () => services.GetRequiredService<RunUndo>().Run(id, Say, ct), ct);
        }
        catch (OperationCanceledException)
        {
            var number = id.ToString(CultureInfo.InvariantCulture);
            throw new CommandRefused($"Stopped. What is taken back stays so: «undo {number}» goes on, and so does the serving program after a minute.");
        }
    }

    private async Task<Import> Until(long id, ImportState busy, Func<Task<Import>> run, CancellationToken ct)
    {
        var import = await run();
        var still = 0;
        while (import.State == busy)
        {
            // Another process runs it. Should it die, what is left is done here.
            await Task.Delay(Look, clock, ct);
            var before = (import.Done, import.RelatedCount + import.UnrelatedCount, import.UndoneCount);
            import = await Load(id, ct);
            Say(import);
            still = before == (import.Done, import.RelatedCount + import.UnrelatedCount, import.UndoneCount) ? still + 1 : 0;
            if (import.State == busy && still >= LooksWithoutProgress) import = await run();
        }

        return import;
    }

    private void Say(Import import)
    {
        if (saidAt != 0 && clock.GetElapsedTime(saidAt) < Look) return;
        saidAt = clock.GetTimestamp();
        terminal.Progress(import.State == ImportState.Undoing
            ? string.Create(CultureInfo.InvariantCulture, $"{Counted.Of(import.UndoneCount, "person", "people")} looked at")
            : string.Create(CultureInfo.InvariantCulture, $"{import.Done} of {Counted.Of(import.Total, "row")}: {import.CreatedCount} created, {import.ChangedCount} changed, {import.RefusedCount} refused"));
    }

    private async Task<Import> Load(long id, CancellationToken ct) => await services.GetRequiredService<Database>().Imports.AsNoTracking().SingleAsync(i => i.Id == id, ct);
}
