using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using NpgsqlTypes;

namespace Preau;

public sealed partial class Database
{
    /// <summary>Rows by the hundred thousand, past the change tracker: binary COPY or one prepared insert. Write in the transaction that is open, or open one first.</summary>
    public async Task<BulkWriter> Bulk(string table, string[] columns, CancellationToken ct)
    {
        await Database.OpenConnectionAsync(ct);
        return Dialect == Dialect.Postgres
            ? await PostgresBulkWriter.Open((NpgsqlConnection)Database.GetDbConnection(), NationId, table, columns, ct)
            : new SqliteBulkWriter((SqliteConnection)Database.GetDbConnection(), Database.CurrentTransaction?.GetDbTransaction(), NationId, table, columns);
    }
}

/// <summary>Writes rows of one table; the nation is added to each by itself.</summary>
public abstract class BulkWriter : IAsyncDisposable
{
    /// <summary>One row, its values in the order of the columns. Instants as <see cref="DateTimeOffset"/>.</summary>
    public abstract void Row(params ReadOnlySpan<object?> values);

    public abstract Task Done(CancellationToken ct);

    public abstract ValueTask DisposeAsync();

    protected static string Columns(string[] columns) => "nation_id, " + string.Join(", ", columns);
}

internal sealed class SqliteBulkWriter : BulkWriter
{
    private readonly SqliteCommand insert;

    public SqliteBulkWriter(SqliteConnection connection, DbTransaction? transaction, NationId nation, string table, string[] columns)
    {
        insert = connection.CreateCommand();
        insert.Transaction = (SqliteTransaction?)transaction ?? throw new InvalidOperationException("Open a transaction before writing in bulk.");
        insert.CommandText = $"insert into {table} ({Columns(columns)}) values (@nation_id, {string.Join(", ", columns.Select(c => "@" + c))})";
        insert.Parameters.AddWithValue("@nation_id", nation.Value);
        foreach (var column in columns) insert.Parameters.Add(new SqliteParameter { ParameterName = "@" + column });
        insert.Prepare();
    }

    public override void Row(params ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            insert.Parameters[i + 1].Value = values[i] switch { null => DBNull.Value, DateTimeOffset at => Utc.ToStore(at), var value => value };
        }

        insert.ExecuteNonQuery();
    }

    public override Task Done(CancellationToken ct) => Task.CompletedTask;

    public override ValueTask DisposeAsync() => insert.DisposeAsync();
}

internal sealed class PostgresBulkWriter : BulkWriter
{
    private readonly NpgsqlBinaryImporter importer;
    private readonly NpgsqlDbType[] types;
    private readonly NationId nation;

    private PostgresBulkWriter(NpgsqlBinaryImporter importer, NpgsqlDbType[] types, NationId nation)
    {
        this.importer = importer;
        this.types = types;
        this.nation = nation;
    }

    public static async Task<PostgresBulkWriter> Open(NpgsqlConnection connection, NationId nation, string table, string[] columns, CancellationToken ct)
    {
        var types = new Dictionary<string, NpgsqlDbType>(StringComparer.Ordinal);
        await using (var command = new NpgsqlCommand("select column_name, data_type from information_schema.columns where table_schema = current_schema() and table_name = @table", connection))
        {
            command.Parameters.AddWithValue("table", table);
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct)) types[reader.GetString(0)] = Type(reader.GetString(1));
        }

        var importer = await connection.BeginBinaryImportAsync($"copy {table} ({Columns(columns)}) from stdin (format binary)", ct);
        return new PostgresBulkWriter(importer, [.. columns.Select(c => types[c])], nation);
    }

    public override void Row(params ReadOnlySpan<object?> values)
    {
        importer.StartRow();
        importer.Write(nation.Value, NpgsqlDbType.Bigint);
        for (var i = 0; i < values.Length; i++)
        {
            switch (values[i])
            {
                case null: importer.WriteNull(); break;
                case long number: importer.Write(number, types[i]); break;
                case int number: importer.Write(number, types[i]); break;
                case string text: importer.Write(text, types[i]); break;
                case bool flag: importer.Write(flag, types[i]); break;
                case DateOnly day: importer.Write(day, types[i]); break;
                case DateTimeOffset at: importer.Write(Utc.ToStore(at), types[i]); break;
                case var value: importer.Write(value, types[i]); break;
            }
        }
    }

    public override async Task Done(CancellationToken ct) => await importer.CompleteAsync(ct);

    public override ValueTask DisposeAsync() => importer.DisposeAsync();

    private static NpgsqlDbType Type(string name) => name switch
    {
        "bigint" => NpgsqlDbType.Bigint,
        "integer" => NpgsqlDbType.Integer,
        "text" => NpgsqlDbType.Text,
        "boolean" => NpgsqlDbType.Boolean,
        "double precision" => NpgsqlDbType.Double,
        "date" => NpgsqlDbType.Date,
        "timestamp with time zone" => NpgsqlDbType.TimestampTz,
        "uuid" => NpgsqlDbType.Uuid,
        _ => throw new InvalidOperationException($"{name} is not in the vocabulary of the migrations."),
    };
}
