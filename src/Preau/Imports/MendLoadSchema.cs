using Microsoft.EntityFrameworkCore;
using Preau.Jobs;

namespace Preau.Imports;

/// <summary>Comes back every few minutes: a first load that was killed, stopped or found the disk full leaves indexes of people out, and one that came to its end leaves rows to be looked at.</summary>
public sealed record MendLoadSchema : IJob;

/// <summary>Leaves it to imports that run: those mend at their end, or after their first batch.</summary>
public sealed class MendLoadSchemaHandler(Database db) : IHandle<MendLoadSchema>
{
    public async Task Run(MendLoadSchema job, CancellationToken ct)
    {
        // The schema is of all nations.
        if (await db.Imports.IgnoreQueryFilters([Conventions.NationFilter]).AnyAsync(i => i.State == ImportState.Running, ct)) return;
        await LoadSchema.Mend(db, ct);
        await LoadSchema.Validate(db, ct);
    }
}
