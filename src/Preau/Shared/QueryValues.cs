using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Preau.Shared;

/// <summary>What the end of an address says, value by value; what cannot be read is not there. The way back of <see cref="QueryText"/>.</summary>
public sealed class QueryValues(string query)
{
    private readonly Dictionary<string, StringValues> values = QueryHelpers.ParseQuery(query);

    public string? Text(string name) => values.TryGetValue(name, out var value) && value.ToString() is { Length: > 0 } text ? text : null;

    /// <summary>What stands there more than once.</summary>
    public string?[] All(string name) => values.TryGetValue(name, out var value) ? value.ToArray() : [];

    public long? Number(string name) => long.TryParse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    public DateOnly? Day(string name) => DateOnly.TryParseExact(Text(name), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    public bool Is(string name) => Text(name) is "true" or "True";

    public T? Choice<T>(string name) where T : struct, Enum => Enum.TryParse<T>(Text(name), ignoreCase: true, out var value) ? value : null;
}
