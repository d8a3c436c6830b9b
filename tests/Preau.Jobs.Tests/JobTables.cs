using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace Preau.Jobs.Tests;

/// <summary>Fresh job tables of one test, on the store that it names.</summary>
public sealed class JobTables : IAsyncDisposable
{
    private readonly string? folder;
    private readonly string? schema;
    private readonly NpgsqlDataSource? postgres;
    private readonly string sqlite = "";

    private JobTables(JobDialect dialect)
    {
        Dialect = dialect;
        if (dialect == JobDialect.Postgres)
        {
            var server = Environment.GetEnvironmentVariable("PREAU_TEST_POSTGRES");
            Assert.SkipWhen(server is null, "PREAU_TEST_POSTGRES names no server, so this runs on SQLite only.");
            schema = $"jobs_{Guid.NewGuid():n}";
            postgres = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(server) { SearchPath = schema, MaxPoolSize = 20 }.ToString());
        }
        else
        {
            folder = Directory.CreateTempSubdirectory("preau-jobs-").FullName;
            sqlite = new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, "jobs.db"), Cache = SqliteCacheMode.Private, DefaultTimeout = 30 }.ToString();
        }
    }

    public JobDialect Dialect { get; }
    // Long past, so that what is enqueued by this clock is due for runners on the real one.
    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2020, 1, 6, 9, 0, 0, TimeSpan.Zero));
    public JobStore Store => new(Open, Dialect, Clock);

    public static async Task<JobTables> On(JobDialect dialect)
    {
        var tables = new JobTables(dialect);
        if (dialect == JobDialect.Postgres) await tables.Do($"create schema {tables.schema}");
        else await tables.Do("pragma journal_mode = wal");
        await tables.Do(JobSql.Tables(dialect));
        return tables;
    }

    public async ValueTask<DbConnection> Open(CancellationToken ct)
    {
        DbConnection connection = postgres is not null ? postgres.CreateConnection() : new SqliteConnection(sqlite);
        await connection.OpenAsync(ct);
        return connection;
    }

    public async Task Enqueue(IJob job, long? ownerId = null, DateTimeOffset? at = null)
    {
        await using var connection = await Open(CancellationToken.None);
        await Store.Enqueue(connection, null, job, ownerId, at, CancellationToken.None);
    }

    public async Task Do(string sql)
    {
        await using var connection = await Open(CancellationToken.None);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    public async Task<T> Ask<T>(string sql)
    {
        await using var connection = await Open(CancellationToken.None);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        if (postgres is not null)
        {
            await Do($"drop schema {schema} cascade");
            await postgres.DisposeAsync();
        }

        if (folder is null) return;
        SqliteConnection.ClearPool(new SqliteConnection(sqlite));
        Directory.Delete(folder, recursive: true);
    }
}
