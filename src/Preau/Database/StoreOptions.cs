using System.ComponentModel.DataAnnotations;

namespace Preau;

public enum Dialect
{
    Sqlite,
    Postgres,
}

/// <summary>Where the data is. What an operator sets, from the environment: PREAU_STORE, PREAU_DATA, PREAU_POSTGRES.</summary>
public sealed class StoreOptions
{
    public Dialect Store { get; set; } = Dialect.Sqlite;

    /// <summary>The data folder: the SQLite file, uploads, journals. Must be on a local disk.</summary>
    [Required]
    public string Data { get; set; } = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "preau");

    /// <summary>Npgsql connection string, when the store is PostgreSQL.</summary>
    public string? Postgres { get; set; }

    public string SqliteFile => Path.Combine(Data, "preau.db");
}
