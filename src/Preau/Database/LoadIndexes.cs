using Microsoft.EntityFrameworkCore;

namespace Preau;

/// <summary>Indexes that a first load of people does without while it runs (<c>LoadIndexes.sql</c>).</summary>
public static class LoadIndexes
{
    /// <summary>One statement each, which does nothing where the index is there.</summary>
    public static IReadOnlyList<string> Statements { get; } = [.. Sql.Resource("Database/LoadIndexes.sql").Split('\n').Where(l => l.StartsWith("create ", StringComparison.Ordinal))];

    public static IEnumerable<string> Names => Statements.Select(s => s.Split(' ')[5]);

    /// <summary>Searching and filtering people becomes slow until they are built again.</summary>
    public static Task Drop(Database db, CancellationToken ct) => db.Database.ExecuteSqlRawAsync(string.Concat(Names.Select(n => $"drop index if exists {n};\n")), ct);

    /// <summary>One transaction an index, so that others who write wait for one at a time. Seconds each for millions of people.</summary>
    public static async Task Build(Database db, CancellationToken ct)
    {
        foreach (var statement in Statements) await db.Database.ExecuteSqlRawAsync(statement, ct);
        // PostgreSQL would plan for a minute or so as if there were nobody.
        if (db.Dialect == Dialect.Postgres) await db.Database.ExecuteSqlRawAsync("analyze person, person_email, person_phone, person_address, person_external_id, person_tag, custom_value, consent_state", ct);
    }
}
