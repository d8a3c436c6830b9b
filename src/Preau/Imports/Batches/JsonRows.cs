using System.Text.Json;
using System.Text.Json.Serialization;

namespace Preau.Imports.Batches;

/// <summary>Rows as one parameter: both stores take a JSON list apart, so that one statement changes thousands of rows.</summary>
internal static class JsonRows
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static string Of<T>(IEnumerable<T> rows) => JsonSerializer.Serialize(rows, Options);

    /// <summary>Runs a statement over the rows, unless there are none.</summary>
    public static async Task Put<T>(this Database db, string statement, IEnumerable<T> rows, DateTimeOffset now, CancellationToken ct, string? source = null)
    {
        var json = Of(rows);
        if (json.Length <= 2) return;
        (string, object?)[] parameters = source is null ? [("rows", json), ("now", now)] : [("rows", json), ("now", now), ("source", source)];
        await db.Execute("Imports/Batches/" + statement, ct, parameters);
    }
}
