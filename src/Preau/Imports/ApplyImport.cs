using Preau.Jobs;

namespace Preau.Imports;

/// <summary>Brings in the rows that are not in yet.</summary>
public sealed record ApplyImport(long ImportId) : IJob;

public sealed class ApplyImportHandler(RunImport run, Database db, JobOptions jobs, TimeProvider clock) : IHandle<ApplyImport>
{
    private static readonly TimeSpan StandsBy = TimeSpan.FromMinutes(5);

    public async Task Run(ApplyImport job, CancellationToken ct)
    {
        try
        {
            if ((await run.Run(job.ImportId, null, ct)).State != ImportState.Running) return;
            // A command, or another process, was a batch ahead. Should it die, this is looked at again.
            db.Enqueue(job, clock.GetUtcNow() + StandsBy);
            await db.SaveChangesAsync(ct);
        }
        catch (DiskFull full)
        {
            throw new TryLater(full.Message, full);
        }
        catch (Exception fault) when (!jobs.IsWeather(fault))
        {
            await run.BreakOff(job.ImportId, ct);
            throw;
        }
    }
}
