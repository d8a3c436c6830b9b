using System.Text.Json;

namespace Preau.Imports.Batches;

/// <summary>One thing that an import did to somebody who was known before.</summary>
/// <param name="Table">The table of the row.</param>
/// <param name="Key">The row among the person's rows of that table; null for the person itself.</param>
/// <param name="Field">The column that changed; null where the row is new.</param>
/// <param name="Before">What stood there.</param>
/// <param name="After">What the import put there: undone only while it still stands.</param>
public sealed record Touch(string Table, string? Key = null, string? Field = null, string? Before = null, string? After = null)
{
    public static string Write(IReadOnlyList<Touch> touches) => JsonSerializer.Serialize(touches);

    public static IReadOnlyList<Touch> Read(string json) => JsonSerializer.Deserialize<List<Touch>>(json) ?? [];
}
