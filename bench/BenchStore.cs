using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;
using Preau.Accounts;
using Preau.Duplicates;
using Preau.Electors;
using Preau.Nations;
using Preau.People;
using Preau.Settings;

namespace Preau.Bench;

/// <summary>An empty store of the product's schema, with one nation in it where not told otherwise; gone with the bench.</summary>
internal sealed class BenchStore : IAsyncDisposable
{
    private readonly string? database;

    private BenchStore(StoreOptions options, string? database)
    {
        this.database = database;
        Store = new Store(Options.Create(options));
        Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["PREAU_DATA"] = options.Data, ["PREAU_STORE"] = options.Store.ToString(), ["PREAU_POSTGRES"] = options.Postgres ?? "" };
    }

    public Store Store { get; }
    public IReadOnlyDictionary<string, string> Environment { get; }

    public static async Task<BenchStore> Make(BenchOptions bench, string name, CancellationToken ct, bool hasNation = true)
    {
        var options = new StoreOptions { Store = bench.Store, Data = Directory.CreateDirectory(Path.Combine(bench.Scratch, name)).FullName };
        string? database = null;
        if (bench.Store == Dialect.Postgres)
        {
            database = $"preau_bench_{System.Environment.ProcessId}_{name}";
            await OnServer($"create database {database}", ct);
            options.Postgres = new NpgsqlConnectionStringBuilder(BenchOptions.Postgres) { Database = database }.ToString();
        }

        var store = new BenchStore(options, database);
        await using var services = store.Services();
        await services.GetRequiredService<Migrator>().Run(ct);
        if (!hasNation) return store;
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CreateNation>().Run("bench", "Bench");
        await scope.ServiceProvider.GetRequiredService<Database>().SaveChangesAsync(ct);
        return store;
    }

    /// <summary>What a program over this store is started with, to listen at a port of this machine.</summary>
    public Dictionary<string, string> Serving(int port) => new(Environment, StringComparer.Ordinal) { ["PREAU_URLS"] = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"), ["Logging__LogLevel__Default"] = "Warning" };

    /// <summary>As much of the product as asks the store.</summary>
    public ServiceProvider Services()
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(Environment.Select(v => new KeyValuePair<string, string?>(v.Key, v.Value))).Build();
        return new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddDatabase(settings).AddNations(settings).AddAccounts().AddSettings().AddScoped<IOtherNames, RollNames>().AddScoped<FindDuplicates>().BuildServiceProvider();
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        if (database is not null) await OnServer($"drop database if exists {database} with (force)", CancellationToken.None);
    }

    private static async Task OnServer(string sql, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(BenchOptions.Postgres) { Pooling = false }.ToString());
        await connection.OpenAsync(ct);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }
}
