using System.Data.Common;

namespace Preau.Imports.Batches;

/// <summary>Makes what a first load left out, this one or one that was killed. Where that fails the rows are in all the same, and <see cref="MendLoadSchema"/> comes back for it until it can be done.</summary>
internal sealed class Mending(Database db, TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(2);
    private bool isDone;
    private DateTimeOffset next = DateTimeOffset.MinValue;

    /// <summary>For between batches: after one that failed, not before a while, since each may keep others waiting.</summary>
    public async Task TryNowAndThen(CancellationToken ct)
    {
        if (clock.GetUtcNow() >= next) await Try(ct);
    }

    public async Task Try(CancellationToken ct)
    {
        if (isDone) return;
        try
        {
            await LoadSchema.Mend(db, ct);
            isDone = true;
        }
        catch (DbException)
        {
            next = clock.GetUtcNow() + Pause;
        }
    }
}
