using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Preau;

/// <summary>The store of this installation: how to reach it, without a nation and without the change tracker.</summary>
public sealed class Store : IAsyncDisposable
{
    private readonly NpgsqlDataSource? postgres;

    public Store(IOptions<StoreOptions> options)
    {
        Options = options.Value;
        Dialect = Options.Store;
        if (Dialect == Dialect.Postgres)
        {
            postgres = Postgresql(Options.Postgres);
        }
        else
        {
            ConnectionString = new SqliteConnectionStringBuilder
            {
                DataSource = Options.SqliteFile,
                // Shared cache together with WAL is what makes «database is locked» (Umbraco #23828).
                Cache = SqliteCacheMode.Private,
                ForeignKeys = true,
                DefaultTimeout = 30,
                Pooling = true,
            }.ToString();
        }
    }

    public StoreOptions Options { get; }
    public Dialect Dialect { get; }
    public string ConnectionString { get; } = "";
    public NpgsqlDataSource Postgres => postgres ?? throw new InvalidOperationException("This installation runs on SQLite.");

    public DbConnection Connection() => Dialect == Dialect.Postgres ? Postgres.CreateConnection() : new ForgettingConnection(ConnectionString);

    public async Task<DbConnection> Open(CancellationToken ct)
    {
        var connection = Connection();
        await connection.OpenAsync(ct);
        return connection;
    }

    private static NpgsqlDataSource Postgresql(string? connection)
    {
        const string example = "for example PREAU_POSTGRES=\"Host=127.0.0.1;Username=preau;Password=…;Database=preau\"";
        if (string.IsNullOrWhiteSpace(connection)) throw new StartRefused($"PREAU_POSTGRES must hold a connection string when PREAU_STORE is postgres, {example}.");
        try
        {
            return new NpgsqlDataSourceBuilder(connection).Build();
        }
        catch (Exception wrong) when (wrong is ArgumentException or FormatException or InvalidOperationException)
        {
            // What it holds is not repeated: a password may be in it.
            throw new StartRefused($"PREAU_POSTGRES is no connection string of PostgreSQL. Write {example}.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (postgres is not null) await postgres.DisposeAsync();
        else await Task.Run(() => SqliteConnection.ClearPool(new SqliteConnection(ConnectionString)));
    }

    /// <summary>Overwrites what it deletes: SQLite leaves it standing in its file otherwise, until the place is needed, and whoever is erased would be read there.</summary>
    private sealed class ForgettingConnection(string connection) : SqliteConnection(connection)
    {
        public override void Open()
        {
            base.Open();
            using var command = CreateCommand();
            command.CommandText = "pragma secure_delete = on";
            command.ExecuteNonQuery();
        }
    }
}
