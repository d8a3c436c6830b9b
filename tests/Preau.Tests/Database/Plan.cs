using System.Data;
using System.Data.Common;

namespace Preau.Tests.Storage;

/// <summary>How the store would go about a statement.</summary>
internal static class Plan
{
    /// <summary>Why a plan is not looked at on PostgreSQL.</summary>
    public const string SqliteAlone = "PostgreSQL keeps numbers of its tables by itself: only SQLite's plan is fixed by how the statement is written";

    /// <summary>Its steps, as the store calls them. The command is not run.</summary>
    public static async Task<IReadOnlyList<string>> Of(DbCommand command)
    {
        var ct = TestContext.Current.CancellationToken;
        command.CommandText = (TestStores.Dialect == Dialect.Sqlite ? "explain query plan " : "explain ") + command.CommandText;
        if (command.Connection!.State != ConnectionState.Open) await command.Connection.OpenAsync(ct);
        var steps = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) steps.Add(reader.GetString(reader.FieldCount - 1));
        return steps;
    }
}
