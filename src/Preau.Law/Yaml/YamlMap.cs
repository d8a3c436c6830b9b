using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace Preau.Law.Yaml;

/// <summary>
/// A YAML mapping that is read key by key and must be read whole: a key that nobody asked for is an error with its line, because a
/// mistyped <c>valid</c> would otherwise be a rule that is silently in force for ever.
/// </summary>
internal sealed class YamlMap(string file, YamlMappingNode node)
{
    private readonly HashSet<string> read = new(StringComparer.Ordinal);

    public bool Has(string key) => Find(key) is not null;

    public string Text(string key) => OptionalText(key) ?? throw Missing(key);

    public string? OptionalText(string key) => Find(key) is not { } found ? null
        : found is YamlScalarNode { Value: { Length: > 0 } value } ? value
        : throw Wrong(found, $"'{key}' must be a text");

    public int Number(string key) => OptionalNumber(key) ?? throw Missing(key);

    public int? OptionalNumber(string key) => OptionalText(key) is not { } text ? null
        : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
        : throw Wrong(Find(key)!, $"'{key}' must be a whole number, not '{text}'");

    public bool? Flag(string key) => OptionalText(key) switch
    {
        null => null,
        "true" => true,
        "false" => false,
        var text => throw Wrong(Find(key)!, $"'{key}' must be true or false, not '{text}'"),
    };

    /// <summary>An amount as written by people, <c>4600</c> or <c>13505.40</c>, in cents.</summary>
    public long? Cents(string key) => OptionalText(key) is not { } text ? null
        : decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) && decimal.Truncate(amount * 100) == amount * 100
            ? (long)(amount * 100)
            : throw Wrong(Find(key)!, $"'{key}' must be an amount with at most two decimals, not '{text}'");

    public DateOnly? Date(string key) => OptionalText(key) is not { } text ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date
        : throw Wrong(Find(key)!, $"'{key}' must be a date like 2026-11-23, not '{text}'");

    public DateTimeOffset? Instant(string key) => OptionalText(key) is not { } text ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) ? instant
        : throw Wrong(Find(key)!, $"'{key}' must be an instant like 2026-11-23T00:00:00+01:00, not '{text}'");

    public TimeOnly? Time(string key) => OptionalText(key) is not { } text ? null
        : TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time
        : throw Wrong(Find(key)!, $"'{key}' must be a time like 00:00, not '{text}'");

    public T Word<T>(string key) where T : struct, Enum => OptionalWord<T>(key) ?? throw Missing(key);

    public T? OptionalWord<T>(string key) where T : struct, Enum =>
        OptionalText(key) is { } text ? Parse<T>(text, Find(key)!) : null;

    public IReadOnlyList<T> Words<T>(string key) where T : struct, Enum =>
        [.. Items(key).Select(item => Parse<T>(Scalar(item), item))];

    public IReadOnlyList<string> Texts(string key) => [.. Items(key).Select(Scalar)];

    public YamlMap Map(string key) => OptionalMap(key) ?? throw Missing(key);

    public YamlMap? OptionalMap(string key) => Find(key) switch
    {
        null => null,
        YamlMappingNode found => new YamlMap(file, found),
        var found => throw Wrong(found, $"'{key}' must be a mapping"),
    };

    public IReadOnlyList<YamlMap> Maps(string key) =>
        [.. Items(key).Select(item => item is YamlMappingNode map ? new YamlMap(file, map) : throw Wrong(item, $"every item of '{key}' must be a mapping"))];

    public Sentence WordsOf(string key)
    {
        var map = Map(key);
        var words = new Sentence(map.Text("en").Trim(), map.Text("fr").Trim());
        map.Done();
        return words;
    }

    public long Line => node.Start.Line;

    /// <summary>Every key with its plain value.</summary>
    public IReadOnlyDictionary<string, string> Scalars() =>
        node.Children.ToDictionary(c => Scalar(c.Key), c => Scalar(c.Value), StringComparer.Ordinal);

    /// <summary>Everything must have been read by now.</summary>
    public void Done()
    {
        foreach (var key in node.Children.Keys)
        {
            if (!read.Contains(Scalar(key)))
            {
                throw Wrong(key, $"'{Scalar(key)}' is not known here");
            }
        }
    }

    public PackException Wrong(string problem) => Wrong(node, problem);

    private IEnumerable<YamlNode> Items(string key) => Find(key) switch
    {
        null => [],
        YamlSequenceNode list => list.Children,
        var found => throw Wrong(found, $"'{key}' must be a list"),
    };

    private YamlNode? Find(string key)
    {
        read.Add(key);
        return node.Children.TryGetValue(new YamlScalarNode(key), out var found) ? found : null;
    }

    private string Scalar(YamlNode item) => item is YamlScalarNode { Value: { } value } ? value : throw Wrong(item, "a text was expected");

    private T Parse<T>(string text, YamlNode at) where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (string.Equals(SnakeCase.Of(value), text, StringComparison.Ordinal))
            {
                return value;
            }
        }
        throw Wrong(at, $"'{text}' is none of {string.Join(", ", Enum.GetValues<T>().Select(SnakeCase.Of))}");
    }

    private PackException Missing(string key) => Wrong($"'{key}' is missing");

    private PackException Wrong(YamlNode at, string problem) => new(file, at.Start.Line, at.Start.Column, problem);
}
