using System.Text.Json;

namespace Preau.People.Bulk;

/// <summary>The value that stood before an act wrote over it, and where it came from.</summary>
internal sealed record StoodBefore(string? Value, string? Source, DateTimeOffset? At)
{
    public bool IsNothing => Value is null;

    public static string Write(string? value, Provenance? from) => JsonSerializer.Serialize(new StoodBefore(value, from?.Source, from?.At));

    public static StoodBefore Read(string? text) => JsonSerializer.Deserialize<StoodBefore>(text ?? "{}") ?? new(null, null, null);

    /// <summary>What any deed keeps: a number or an instant by itself is a value without a source.</summary>
    public static StoodBefore Of(string text) => text.StartsWith('{') ? Read(text) : new(text.Length == 0 ? null : text, null, null);
}
