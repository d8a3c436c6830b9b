using Microsoft.EntityFrameworkCore;
using Preau.Jobs;

namespace Preau.Imports;

/// <summary>Comes back every few minutes: a first load that was killed, stopped or found the disk full leaves indexes of people out.</summary>
public sealed record MakeMissingIndexes : IJob;

/// <summary>Leaves them to imports that run: those make them at their end, or after their first batch.</summary>
public sealed class MakeMissingIndexesHandler(Database db) : IHandle<MakeMissingIndexes>
{
    public async Task Run(MakeMissingIndexes job, CancellationToken ct)
    {
        // The indexes are of all nations.
        if (await db.Imports.IgnoreQueryFilters([Conventions.NationFilter]).AnyAsync(i => i.State == ImportState.Running, ct)) return;
        await LoadIndexes.Build(db, ct);
    }
}
