using Preau.Jobs;

namespace Preau.Imports;

/// <summary>Brings in the rows that are not in yet.</summary>
public sealed record ApplyImport(long ImportId) : IJob;

public sealed class ApplyImportHandler(RunImport run, JobOptions jobs) : IHandle<ApplyImport>
{
    public async Task Run(ApplyImport job, CancellationToken ct)
    {
        try
        {
            // Still running: a command, or another process, was a batch ahead. Should it die, this comes back.
            if ((await run.Run(job.ImportId, null, ct)).State == ImportState.Running) throw new TryLater("Somebody else runs this import.", TimeSpan.FromMinutes(5));
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
