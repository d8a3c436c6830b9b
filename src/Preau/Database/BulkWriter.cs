using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using NpgsqlTypes;
using SQLitePCL;

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

    /// <summary>All rows are written; the connection is free for others.</summary>
    public abstract Task Done(CancellationToken ct);

    public abstract ValueTask DisposeAsync();

    protected static string Columns(string[] columns) => "nation_id, " + string.Join(", ", columns);
}

/// <summary>One prepared statement, bound through the library itself: the driver's parameter objects cost more than the row.</summary>
internal sealed class SqliteBulkWriter : BulkWriter
{
    private readonly sqlite3 connection;
    private readonly sqlite3_stmt insert;

    public SqliteBulkWriter(SqliteConnection connection, DbTransaction? transaction, NationId nation, string table, string[] columns)
    {
        if (transaction is null) throw new InvalidOperationException("Open a transaction before writing in bulk.");
        this.connection = connection.Handle!;
        Check(raw.sqlite3_prepare_v2(this.connection, $"insert into {table} ({Columns(columns)}) values (?{string.Concat(Enumerable.Repeat(", ?", columns.Length))})", out insert));
        Check(raw.sqlite3_bind_int64(insert, 1, nation.Value));
    }

    public override void Row(params ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++) Check(Bind(i + 2, values[i]));
        var code = raw.sqlite3_step(insert);
        if (code != raw.SQLITE_DONE) Check(code);
        raw.sqlite3_reset(insert);
    }

    // In the forms that the driver writes, so that rows read the same whoever wrote them.
    private int Bind(int place, object? value) => value switch
    {
        null => raw.sqlite3_bind_null(insert, place),
        string text => raw.sqlite3_bind_text(insert, place, text),
        long number => raw.sqlite3_bind_int64(insert, place, number),
        int number => raw.sqlite3_bind_int64(insert, place, number),
        bool flag => raw.sqlite3_bind_int64(insert, place, flag ? 1 : 0),
        double number => raw.sqlite3_bind_double(insert, place, number),
        DateOnly day => raw.sqlite3_bind_text(insert, place, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        DateTimeOffset at => raw.sqlite3_bind_text(insert, place, Utc.ToStore(at).ToString("yyyy'-'MM'-'dd HH':'mm':'ss.FFFFFFF", CultureInfo.InvariantCulture)),
        Guid id => raw.sqlite3_bind_text(insert, place, id.ToString().ToUpperInvariant()),
        _ => throw new InvalidOperationException($"{value.GetType().Name} is not in the vocabulary of the migrations."),
    };

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK) throw new SqliteException(raw.sqlite3_errmsg(connection).utf8_to_string(), code, raw.sqlite3_extended_errcode(connection));
    }

    public override Task Done(CancellationToken ct) => Task.CompletedTask;

    public override ValueTask DisposeAsync()
    {
        insert.Dispose();
        return ValueTask.CompletedTask;
    }
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

    // What a column is does not change while the program runs; asking the catalogue costs more than a small batch.
    private static readonly ConcurrentDictionary<(string Table, string Column), NpgsqlDbType> Known = new();

    public static async Task<PostgresBulkWriter> Open(NpgsqlConnection connection, NationId nation, string table, string[] columns, CancellationToken ct)
    {
        if (!Array.TrueForAll(columns, c => Known.ContainsKey((table, c)))) await Learn(connection, table, ct);
        var importer = await connection.BeginBinaryImportAsync($"copy {table} ({Columns(columns)}) from stdin (format binary)", ct);
        return new PostgresBulkWriter(importer, [.. columns.Select(c => Known[(table, c)])], nation);
    }

    private static async Task Learn(NpgsqlConnection connection, string table, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select column_name, data_type from information_schema.columns where table_schema = current_schema() and table_name = @table", connection);
        command.Parameters.AddWithValue("table", table);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) Known[(table, reader.GetString(0))] = Type(reader.GetString(1));
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

    public override async Task Done(CancellationToken ct)
    {
        await importer.CompleteAsync(ct);
        await importer.DisposeAsync();
    }

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
