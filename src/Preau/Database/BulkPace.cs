using Microsoft.EntityFrameworkCore;

namespace Preau;

public sealed partial class Database
{
    /// <summary>
    /// While it is held, the store is set for work in batches that are done again when they are lost: a power cut may take the last of them, SQLite keeps more of its
    /// indexes in memory and brings its log in more rarely, and PostgreSQL looks thousands of keys up by index, in one process, instead of reading whole tables side by side.
    /// The connection stays open until it ends, and goes back to its pool as it was.
    /// </summary>
    public async Task<IAsyncDisposable> BulkPace(CancellationToken ct)
    {
        await Database.OpenConnectionAsync(ct);
        await Database.ExecuteSqlRawAsync(Dialect == Dialect.Sqlite
            ? "pragma synchronous = normal; pragma cache_size = -98304; pragma wal_autocheckpoint = 16000"
            : "set synchronous_commit = off; set random_page_cost = 1.1; set max_parallel_workers_per_gather = 0; set maintenance_work_mem = '256MB'", ct);
        return new Pace(this);
    }

    /// <summary>After many rows came in at once: until then PostgreSQL plans as if there were none, for a minute or so, and for the tables that are parted by month for ever.</summary>
    /// <param name="tables">Names from the code, never from outside.</param>
    /// <param name="ct">Gives up.</param>
    public async Task Learn(string tables, CancellationToken ct)
    {
        var statement = $"analyze {tables}";
        if (Dialect == Dialect.Postgres) await Database.ExecuteSqlRawAsync(statement, ct);
    }

    private sealed class Pace(Database db) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await db.Database.ExecuteSqlRawAsync(db.Dialect == Dialect.Sqlite
                ? "pragma synchronous = full; pragma cache_size = -2000; pragma wal_autocheckpoint = 1000"
                : "reset synchronous_commit; reset random_page_cost; reset max_parallel_workers_per_gather; reset maintenance_work_mem");
            await db.Database.CloseConnectionAsync();
        }
    }
}
