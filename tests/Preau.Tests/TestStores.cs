using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Preau.Tests;

/// <summary>Migrates one template a run; every test class starts from its own copy. PREAU_TEST_STORE chooses the store for the whole run.</summary>
public static class TestStores
{
    public static readonly Dialect Dialect = Environment.GetEnvironmentVariable("PREAU_TEST_STORE") == "postgres" ? Dialect.Postgres : Dialect.Sqlite;
    private static readonly string Root = Path.Combine(Path.GetTempPath(), $"preau-tests-{Environment.ProcessId}");
    private static readonly Lazy<Task<StoreOptions>> Template = new(MakeTemplate);
    // «create database … template» refuses while another one copies from it.
    private static readonly SemaphoreSlim Copying = new(1, 1);
    private static int copies;

    private static string Server => Environment.GetEnvironmentVariable("PREAU_TEST_POSTGRES")
        ?? throw new InvalidOperationException("PREAU_TEST_STORE is postgres, so PREAU_TEST_POSTGRES must name a server where databases may be made.");

    public static async Task<StoreOptions> Copy()
    {
        var template = await Template.Value;
        var options = Named($"c{Interlocked.Increment(ref copies)}");
        Directory.CreateDirectory(options.Data);
        if (Dialect == Dialect.Sqlite)
        {
            File.Copy(template.SqliteFile, options.SqliteFile);
            return options;
        }

        await Copying.WaitAsync();
        try
        {
            await OnServer($"create database {NameOf(options)} template {NameOf(template)} strategy file_copy");
        }
        finally
        {
            Copying.Release();
        }

        return options;
    }

    /// <summary>A store without any table.</summary>
    public static async Task<StoreOptions> Empty()
    {
        var options = Named($"e{Interlocked.Increment(ref copies)}");
        Directory.CreateDirectory(options.Data);
        if (Dialect == Dialect.Postgres) await OnServer($"create database {NameOf(options)}");
        return options;
    }

    public static async Task Drop(StoreOptions options)
    {
        if (options.Store == Dialect.Postgres)
        {
            await OnServer($"drop database if exists {NameOf(options)} with (force)");
        }
        else
        {
            SqliteConnection.ClearAllPools();
        }

        Directory.Delete(options.Data, recursive: true);
    }

    private static async Task<StoreOptions> MakeTemplate()
    {
        var options = Named("template");
        Directory.CreateDirectory(options.Data);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => RemoveAll(options);
        if (Dialect == Dialect.Postgres) await OnServer($"create database {NameOf(options)}");
        await using var store = new Store(Options.Create(options));
        await new Migrator(store, TimeProvider.System, NullLogger<Migrator>.Instance).Run(CancellationToken.None);
        if (Dialect == Dialect.Sqlite)
        {
            await using var connection = new SqliteConnection(store.ConnectionString);
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "pragma wal_checkpoint(truncate)";
            await command.ExecuteNonQueryAsync();
        }

        return options;
    }

    private static void RemoveAll(StoreOptions template)
    {
        if (Dialect == Dialect.Postgres) OnServer($"drop database if exists {NameOf(template)} with (force)").GetAwaiter().GetResult();
        if (Directory.Exists(Root)) Directory.Delete(Root, recursive: true);
    }

    private static StoreOptions Named(string name)
    {
        var options = new StoreOptions { Store = Dialect, Data = Path.Combine(Root, name) };
        if (Dialect == Dialect.Postgres) options.Postgres = new NpgsqlConnectionStringBuilder(Server) { Database = NameOf(options), MaxPoolSize = 20 }.ToString();
        return options;
    }

    private static string NameOf(StoreOptions options) => $"preau_{Environment.ProcessId}_{Path.GetFileName(options.Data)}";

    private static async Task OnServer(string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Server) { Pooling = false }.ToString());
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
