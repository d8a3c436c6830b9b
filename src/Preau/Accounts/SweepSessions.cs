using Microsoft.EntityFrameworkCore;
using Preau.Jobs;

namespace Preau.Accounts;

/// <summary>Comes back every day, for the whole installation.</summary>
public sealed record SweepSessions : IJob;

/// <summary>Forgets sessions that are over, with the addresses and browsers they came from.</summary>
public sealed class SweepSessionsHandler(Database db, TimeProvider clock) : IHandle<SweepSessions>
{
    public Task Run(SweepSessions job, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return db.Sessions.Where(s => s.ExpiresAt <= now).ExecuteDeleteAsync(ct);
    }
}
