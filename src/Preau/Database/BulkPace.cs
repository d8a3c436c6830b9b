using Microsoft.EntityFrameworkCore;

namespace Preau;

public sealed partial class Database
{
    /// <summary>
    /// While it is held, SQLite may keep more of its indexes in memory and leaves it to the log to survive a power cut: a batch that is lost is done again.
    /// The connection stays open until it ends, and goes back to its pool as it was.
    /// </summary>
    public async Task<IAsyncDisposable> BulkPace(CancellationToken ct)
    {
        await Database.OpenConnectionAsync(ct);
        if (Dialect == Dialect.Sqlite) await Database.ExecuteSqlRawAsync("pragma synchronous = normal; pragma cache_size = -98304", ct);
        return new Pace(this);
    }

    private sealed class Pace(Database db) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            if (db.Dialect == Dialect.Sqlite) await db.Database.ExecuteSqlRawAsync("pragma synchronous = full; pragma cache_size = -2000");
            await db.Database.CloseConnectionAsync();
        }
    }
}
