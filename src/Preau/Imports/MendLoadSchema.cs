using Microsoft.EntityFrameworkCore;
using Preau.Jobs;

namespace Preau.Imports;

/// <summary>Comes back every few minutes: a first load that was killed, stopped or found the disk full leaves indexes of people out, and one that came to its end leaves rows to be looked at.</summary>
public sealed record MendLoadSchema : IJob;

/// <summary>Leaves it to imports that get ahead: those mend at their end, or after their first batch. One that nobody runs any more is not waited for.</summary>
public sealed class MendLoadSchemaHandler(Database db, TimeProvider clock) : IHandle<MendLoadSchema>
{
    // Many times what a batch takes, and what making all indexes of the largest first load does.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public async Task Run(MendLoadSchema job, CancellationToken ct)
    {
        var lately = clock.GetUtcNow() - Patience;
        // The schema is of all nations.
        if (await db.Imports.IgnoreQueryFilters([Conventions.NationFilter]).AnyAsync(i => i.State == ImportState.Running && i.MovedAt > lately, ct)) return;
        await LoadSchema.Mend(db, ct);
        await LoadSchema.Validate(db, ct);
    }
}
