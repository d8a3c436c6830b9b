using System.Collections.Concurrent;
using System.Data.Common;

namespace Preau;

/// <summary>The .sql files that stand beside their callers, as embedded in the program.</summary>
public static class Sql
{
    private static readonly Dictionary<string, string> Names = typeof(Sql).Assembly.GetManifestResourceNames()
        .Where(n => n.EndsWith(".sql", StringComparison.Ordinal)).ToDictionary(n => n.Replace('\\', '/'), n => n, StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<(string, Dialect), string> Texts = new();

    public static IEnumerable<string> Files => Names.Keys;

    /// <summary>The text of «People/Search», in this store's variant where there are two.</summary>
    public static string Text(string name, Dialect dialect) => Texts.GetOrAdd((name, dialect), static key =>
    {
        var (file, dialect) = key;
        var variant = $"{file}.{Suffix(dialect)}.sql";
        return Resource(Names.ContainsKey(variant) ? variant : file + ".sql");
    });

    public static string Resource(string file)
    {
        if (!Names.TryGetValue(file, out var resource)) throw new InvalidOperationException($"There is no embedded SQL file {file}.");
        using var reader = new StreamReader(typeof(Sql).Assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }

    public static string Suffix(Dialect dialect) => dialect switch
    {
        Dialect.Sqlite => "sqlite",
        Dialect.Postgres => "postgres",
    };

    public static void Bind(this DbCommand command, string name, object? value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value switch
        {
            null => DBNull.Value,
            DateTimeOffset at => Utc.ToStore(at),
            NationId id => id.Value,
            _ => value,
        };
        command.Parameters.Add(parameter);
    }
}
