using System.Buffers;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;
using NpgsqlTypes;

namespace Preau.Commands.Backup;

/// <summary>Rows of one table between a store and the lines of a backup, on a connection in a transaction.</summary>
public static class TableRows
{
    private static readonly byte[] LineEnd = [(byte)'\n'];

    /// <summary>Writes every row as a line; without a stream it only counts and sums them.</summary>
    public static async Task<TableEntry> Write(DbConnection connection, DbTransaction transaction, TableShape table, Stream? lines, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = $"select {Names(table)} from {table.Name}";
        await using var reader = await command.ExecuteReaderAsync(ct);
        var digest = new Digest();
        var line = new ArrayBufferWriter<byte>();
        while (await reader.ReadAsync(ct))
        {
            Cells.Write(reader, table, line);
            digest.Add(line.WrittenSpan);
            if (lines is null) continue;
            await lines.WriteAsync(line.WrittenMemory, ct);
            await lines.WriteAsync(LineEnd, ct);
        }

        return new TableEntry(table, digest.Rows, digest.Text);
    }

    public static Task Read(DbConnection connection, DbTransaction transaction, TableShape table, Stream lines, CancellationToken ct) => connection switch
    {
        NpgsqlConnection postgres => Copy(postgres, table, lines, ct),
        _ => Insert((SqliteConnection)connection, (SqliteTransaction)transaction, table, lines, ct),
    };

    /// <summary>What the lines of a backup are, to compare with what its manifest says.</summary>
    public static async Task<Digest> Sum(Stream lines, CancellationToken ct)
    {
        var digest = new Digest();
        await foreach (var line in Lines(lines, ct)) digest.Add(line);
        return digest;
    }

    private static async Task Insert(SqliteConnection connection, SqliteTransaction transaction, TableShape table, Stream lines, CancellationToken ct)
    {
        await using var insert = connection.CreateCommand();
        insert.Transaction = transaction;
        insert.CommandText = $"insert into {table.Name} ({Names(table)}) values ({string.Join(", ", table.Columns.Select((_, i) => $"@p{i}"))})";
        foreach (var (i, _) in table.Columns.Index()) insert.Parameters.Add(new SqliteParameter { ParameterName = $"@p{i}" });
        await insert.PrepareAsync(ct);
        await foreach (var line in Lines(lines, ct))
        {
            foreach (var (i, value) in Cells.Read(line, table).Index()) insert.Parameters[i].Value = value ?? DBNull.Value;
            await insert.ExecuteNonQueryAsync(ct);
        }
    }

    private static async Task Copy(NpgsqlConnection connection, TableShape table, Stream lines, CancellationToken ct)
    {
        await using var types = new NpgsqlCommand($"select {Names(table)} from {table.Name} limit 0", connection);
        NpgsqlDbType[] kinds;
        await using (var reader = await types.ExecuteReaderAsync(ct)) kinds = [.. table.Columns.Select((c, i) => TypeOf(c.Kind, reader.GetDataTypeName(i)))];
        await using var copy = await connection.BeginBinaryImportAsync($"copy {table.Name} ({Names(table)}) from stdin (format binary)", ct);
        await foreach (var line in Lines(lines, ct))
        {
            await copy.StartRowAsync(ct);
            foreach (var (i, value) in Cells.Read(line, table).Index())
            {
                if (value is null) await copy.WriteNullAsync(ct);
                else if (kinds[i] == NpgsqlDbType.Integer) await copy.WriteAsync((int)(long)value, NpgsqlDbType.Integer, ct);
                else await copy.WriteAsync(value, kinds[i], ct);
            }
        }

        await copy.CompleteAsync(ct);
    }

    private static NpgsqlDbType TypeOf(CellKind kind, string declared) => kind switch
    {
        CellKind.Number => declared == "integer" ? NpgsqlDbType.Integer : NpgsqlDbType.Bigint,
        CellKind.Text => NpgsqlDbType.Text,
        CellKind.Flag => NpgsqlDbType.Boolean,
        CellKind.Real => NpgsqlDbType.Double,
        CellKind.Day => NpgsqlDbType.Date,
        CellKind.Instant => NpgsqlDbType.TimestampTz,
        CellKind.Uuid => NpgsqlDbType.Uuid,
    };

    private static async IAsyncEnumerable<byte[]> Lines(Stream stream, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        using var reader = new StreamReader(stream);
        while (await reader.ReadLineAsync(ct) is { } line) yield return System.Text.Encoding.UTF8.GetBytes(line);
    }

    private static string Names(TableShape table) => string.Join(", ", table.Columns.Select(c => $"\"{c.Name}\""));
}
