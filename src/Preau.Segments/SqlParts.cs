using System.Globalization;

namespace Preau.Segments;

/// <summary>Collects the parameters of a compiled segment. No value ever stands in the text.</summary>
/// <param name="now">The instant that «the last days» are counted from.</param>
/// <param name="today">The campaign's day, that ages are counted at.</param>
/// <param name="startOf">The instant at which a day begins where the campaign is.</param>
public sealed class SqlParts(DateTimeOffset now, DateOnly today, Func<DateOnly, DateTimeOffset> startOf)
{
    private readonly List<(string Name, object? Value)> parameters = [];

    /// <summary>The instant that «the last days» are counted from.</summary>
    public DateTimeOffset Now => now;

    /// <summary>The campaign's day.</summary>
    public DateOnly Today => today;

    /// <summary>The instant at which a day begins where the campaign is: «before 3 May» in Paris is not what it is in London.</summary>
    public DateTimeOffset StartOf(DateOnly day) => startOf(day);

    /// <summary>Names and values, in the order of their use.</summary>
    public IReadOnlyList<(string Name, object? Value)> Parameters => parameters;

    /// <summary>Adds a value and gives its place in the text.</summary>
    public string Value(object value)
    {
        var name = $"v{parameters.Count.ToString(CultureInfo.InvariantCulture)}";
        parameters.Add((name, value));
        return "@" + name;
    }

    /// <summary>Adds values and gives their places: «@v0, @v1».</summary>
    public string Values<T>(IEnumerable<T> values) where T : notnull => string.Join(", ", values.Select(v => Value(v)));
}
