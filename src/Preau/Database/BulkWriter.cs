using System.Buffers;
using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
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

/// <summary>
/// One prepared statement, its values bound by the library's own functions: the driver's parameter objects cost more than the row. Texts are laid side by side in one buffer
/// that stays where it is, so that SQLite reads them there instead of copying each.
/// </summary>
internal sealed class SqliteBulkWriter : BulkWriter
{
    private const int SmallBuffer = 4096;

    // The longest of the short ones: an instant with seven decimals, a day, a number of the world.
    private const int ShortText = 36;

    private readonly sqlite3 connection;
    private readonly sqlite3_stmt insert;
    private readonly nint statement;
    private readonly int width;
    private byte[] texts = [];
    private GCHandle pinned;
    private int used;
    private DateTimeOffset lastAt;
    private string lastAtText = "";

    public SqliteBulkWriter(SqliteConnection connection, DbTransaction? transaction, NationId nation, string table, string[] columns)
    {
        if (transaction is null) throw new InvalidOperationException("Open a transaction before writing in bulk.");
        this.connection = connection.Handle!;
        Check(raw.sqlite3_prepare_v2(this.connection, $"insert into {table} ({Columns(columns)}) values (?{string.Concat(Enumerable.Repeat(", ?", columns.Length))})", out insert));
        Check(raw.sqlite3_bind_int64(insert, 1, nation.Value));
        statement = insert.DangerousGetHandle();
        width = columns.Length;
    }

    public override void Row(params ReadOnlySpan<object?> values)
    {
        // A place that is not bound keeps what the row before put there.
        if (values.Length != width) throw new ArgumentException($"{values.Length} values for {width} columns.", nameof(values));
        MakeRoom(values);
        for (var i = 0; i < values.Length; i++) Check(Bind(i + 2, values[i]));
        var code = SqliteNative.Step(statement);
        if (code != raw.SQLITE_DONE) Check(code);
        _ = SqliteNative.Reset(statement);
    }

    // In the forms that the driver writes, so that rows read the same whoever wrote them.
    private int Bind(int place, object? value) => value switch
    {
        null => SqliteNative.BindNull(statement, place),
        string text => BindText(place, text),
        long number => SqliteNative.BindInt64(statement, place, number),
        int number => SqliteNative.BindInt64(statement, place, number),
        bool flag => SqliteNative.BindInt64(statement, place, flag ? 1 : 0),
        double number => SqliteNative.BindDouble(statement, place, number),
        DateOnly day => BindText(place, day.ToString("O", CultureInfo.InvariantCulture)),
        DateTimeOffset at => BindText(place, Text(at)),
        Guid id => BindText(place, id.ToString().ToUpperInvariant()),
        _ => throw new InvalidOperationException($"{value.GetType().Name} is not in the vocabulary of the migrations."),
    };

    private int BindText(int place, string text)
    {
        var length = Encoding.UTF8.GetBytes(text, texts.AsSpan(used));
        var code = SqliteNative.BindText(statement, place, pinned.AddrOfPinnedObject() + used, length, SqliteNative.IsKept);
        used += length;
        return code;
    }

    // Most rows of a batch bear the same instant.
    private string Text(DateTimeOffset at)
    {
        if (at != lastAt || lastAtText.Length == 0) (lastAt, lastAtText) = (at, Utc.ToStore(at).ToString("yyyy'-'MM'-'dd HH':'mm':'ss.FFFFFFF", CultureInfo.InvariantCulture));
        return lastAtText;
    }

    private void MakeRoom(ReadOnlySpan<object?> values)
    {
        used = 0;
        var most = values.Length * ShortText;
        foreach (var value in values)
        {
            if (value is string text) most += Encoding.UTF8.GetMaxByteCount(text.Length);
        }

        if (most <= texts.Length) return;
        Release();
        texts = ArrayPool<byte>.Shared.Rent(Math.Max(most, SmallBuffer));
        pinned = GCHandle.Alloc(texts, GCHandleType.Pinned);
    }

    private void Release()
    {
        if (!pinned.IsAllocated) return;
        pinned.Free();
        ArrayPool<byte>.Shared.Return(texts, clearArray: true);
        texts = [];
    }

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK) throw new SqliteException(raw.sqlite3_errmsg(connection).utf8_to_string(), code, raw.sqlite3_extended_errcode(connection));
    }

    public override Task Done(CancellationToken ct) => Task.CompletedTask;

    public override ValueTask DisposeAsync()
    {
        insert.Dispose();
        Release();
        return ValueTask.CompletedTask;
    }
}

/// <summary>
/// The functions of SQLite that a row calls dozens of times, without the reference counting and the texts' copies of the library around it (https://sqlite.org/c3ref/bind_blob.html).
/// The statement is to be kept alive by whoever calls.
/// </summary>
internal static class SqliteNative
{
    private const string Library = "e_sqlite3";

    /// <summary>SQLITE_STATIC: the text stays where it is until the statement has run.</summary>
    public const nint IsKept = 0;

    [DllImport(Library, EntryPoint = "sqlite3_bind_null"), SuppressGCTransition]
    public static extern int BindNull(nint statement, int place);

    [DllImport(Library, EntryPoint = "sqlite3_bind_int64"), SuppressGCTransition]
    public static extern int BindInt64(nint statement, int place, long value);

    [DllImport(Library, EntryPoint = "sqlite3_bind_double"), SuppressGCTransition]
    public static extern int BindDouble(nint statement, int place, double value);

    [DllImport(Library, EntryPoint = "sqlite3_bind_text"), SuppressGCTransition]
    public static extern int BindText(nint statement, int place, nint text, int length, nint kept);

    [DllImport(Library, EntryPoint = "sqlite3_step")]
    public static extern int Step(nint statement);

    [DllImport(Library, EntryPoint = "sqlite3_reset"), SuppressGCTransition]
    public static extern int Reset(nint statement);
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
        if (values.Length != types.Length) throw new ArgumentException($"{values.Length} values for {types.Length} columns.", nameof(values));
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
