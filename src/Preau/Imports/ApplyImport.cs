using Preau.Jobs;

namespace Preau.Imports;

/// <summary>Brings in the rows that are not in yet.</summary>
public sealed record ApplyImport(long ImportId) : IJob;

public sealed class ApplyImportHandler(RunImport run) : IHandle<ApplyImport>
{
    public Task Run(ApplyImport job, CancellationToken ct) => run.Run(job.ImportId, null, ct);
}
