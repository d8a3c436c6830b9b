namespace Preau.Shared;

/// <summary>What a list is narrowed to, as the end of an address.</summary>
public static class QueryText
{
    /// <returns>«name=value&amp;…» of what has a value.</returns>
    public static string Of(IEnumerable<(string Name, string? Value)> values) =>
        string.Join('&', values.Where(v => !string.IsNullOrEmpty(v.Value)).Select(v => $"{v.Name}={Uri.EscapeDataString(v.Value!)}"));

    /// <returns>The path alone where nothing has a value.</returns>
    public static string After(string path, IEnumerable<(string Name, string? Value)> values) => Of(values) is { Length: > 0 } query ? $"{path}?{query}" : path;
}
