using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Preau;

/// <summary>
/// Hand-written SQL from its file: <c>db.Query&lt;PersonRow&gt;("People/Search", ct, ("text", key))</c>. The nation is always bound as @nation_id;
/// rows become records by the names of their constructor's parameters in snake case.
/// </summary>
public sealed partial class Database
{
    public async Task<List<T>> Query<T>(string sqlFile, CancellationToken ct, params (string Name, object? Value)[] parameters)
    {
        var rows = new List<T>();
        await foreach (var row in Stream<T>(Sql.Text(sqlFile, Dialect), parameters, ct)) rows.Add(row);
        return rows;
    }

    /// <summary>Rows one at a time, for exports and scans. The text is a constant or comes from the segment compiler, never from a user.</summary>
    public async IAsyncEnumerable<T> Stream<T>(string sql, IEnumerable<(string Name, object? Value)> parameters, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var command = await Command(sql, parameters, ct);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var read = RowReader<T>.For(reader);
        while (await reader.ReadAsync(ct)) yield return read(reader);
    }

    public async Task<int> Execute(string sqlFile, CancellationToken ct, params (string Name, object? Value)[] parameters)
    {
        await using var command = await Command(Sql.Text(sqlFile, Dialect), parameters, ct);
        return await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>For a job that asks about everybody: PostgreSQL's driver breaks a statement off after half a minute, and of millions one may take longer. In SQLite that time is how long to wait for the writer.</summary>
    public void TakeTime()
    {
        if (Dialect == Dialect.Postgres) Database.SetCommandTimeout(TimeSpan.FromMinutes(10));
    }

    /// <summary>A command on this context's connection and transaction.</summary>
    public async Task<DbCommand> Command(string sql, IEnumerable<(string Name, object? Value)> parameters, CancellationToken ct)
    {
        // Opened through EF, so that it stays counted and is closed with the context.
        await Database.OpenConnectionAsync(ct);
        var command = Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        command.Transaction = Database.CurrentTransaction?.GetDbTransaction();
        if (Database.GetCommandTimeout() is { } seconds) command.CommandTimeout = seconds;
        command.Bind("nation_id", NationId.Value);
        foreach (var (name, value) in parameters) command.Bind(name, value);
        return command;
    }
}

internal static class RowReader<T>
{
    public static Func<DbDataReader, T> For(DbDataReader reader)
    {
        if (IsScalar(typeof(T))) return r => (T)Value(r, 0, typeof(T))!;
        var constructor = typeof(T).GetConstructors().OrderByDescending(c => c.GetParameters().Length).First();
        var columns = Enumerable.Range(0, reader.FieldCount).ToDictionary(reader.GetName, i => i, StringComparer.OrdinalIgnoreCase);
        var parameters = constructor.GetParameters()
            .Select(p => (Ordinal: columns.TryGetValue(SnakeCase.Of(p.Name!), out var i) ? i : throw new InvalidOperationException($"{typeof(T).Name} needs a column {SnakeCase.Of(p.Name!)}."), p.ParameterType)).ToArray();
        return r => (T)constructor.Invoke(Array.ConvertAll(parameters, p => Value(r, p.Ordinal, p.ParameterType)));
    }

    private static bool IsScalar(Type type) => type.IsPrimitive || type == typeof(string) || type == typeof(DateTimeOffset) || type == typeof(DateOnly) || Nullable.GetUnderlyingType(type) is not null;

    private static object? Value(DbDataReader reader, int ordinal, Type asked)
    {
        if (reader.IsDBNull(ordinal)) return null;
        var type = Nullable.GetUnderlyingType(asked) ?? asked;
        if (type == typeof(DateTimeOffset)) return Utc.FromStore(reader.GetDateTime(ordinal));
        if (type == typeof(DateOnly)) return reader.GetFieldValue<DateOnly>(ordinal);
        if (type == typeof(bool)) return reader.GetBoolean(ordinal);
        if (type == typeof(long)) return Convert.ToInt64(reader.GetValue(ordinal), CultureInfo.InvariantCulture);
        if (type == typeof(int)) return Convert.ToInt32(reader.GetValue(ordinal), CultureInfo.InvariantCulture);
        if (type == typeof(double)) return Convert.ToDouble(reader.GetValue(ordinal), CultureInfo.InvariantCulture);
        if (type == typeof(Guid)) return reader.GetGuid(ordinal);
        if (type == typeof(NationId)) return new NationId(reader.GetInt64(ordinal));
        if (type.IsEnum) return EnumOf(type, reader.GetString(ordinal));
        return reader.GetString(ordinal);
    }

    private static readonly ConcurrentDictionary<Type, MethodInfo> Parsers = new();

    private static object EnumOf(Type type, string text) =>
        Parsers.GetOrAdd(type, t => typeof(EnumText<>).MakeGenericType(t).GetMethod("Parse")!).Invoke(null, [text])!;
}
