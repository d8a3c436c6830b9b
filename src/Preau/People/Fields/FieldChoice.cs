using System.Globalization;

namespace Preau.People;

/// <summary>One of the choices of a field. It can be renamed: its code and its number stay.</summary>
/// <param name="Number">The place of its bit, among several choices.</param>
/// <param name="Code">How segments name it: what it was called first.</param>
/// <param name="Name">As people read it, and as it stands in values.</param>
/// <param name="Was">What it still is called in some values, while it is renamed for very many people.</param>
public sealed record FieldChoice(int Number, string Code, string Name, string? Was = null)
{
    /// <summary>A whole number has so many bits to tell several choices apart.</summary>
    public const int MostOfSeveral = 60;
    public const int MaxName = 120;

    public long Bit => 1L << Number;

    /// <summary>What values are looked for by.</summary>
    public string[] Keys => Was is null ? [Shared.NameKey.Of(Name)] : [Shared.NameKey.Of(Name), Shared.NameKey.Of(Was)];

    /// <summary>A line is a name; behind it code and number, where they do not follow from name and place.</summary>
    public static IReadOnlyList<FieldChoice> Of(CustomField field) => [.. field.Choices.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select((line, i) => line.Split('\t') is [var name, var code, var number, .. var was] ? new FieldChoice(int.Parse(number, CultureInfo.InvariantCulture), code, name, was.FirstOrDefault()) : new FieldChoice(i, line, line))];

    public static string Write(IReadOnlyList<FieldChoice> choices) => string.Join('\n', choices.Select((c, i) => c is { Was: null } && c.Number == i && c.Code == c.Name ? c.Name : string.Create(CultureInfo.InvariantCulture, $"{c.Name}\t{c.Code}\t{c.Number}{(c.Was is null ? "" : "\t" + c.Was)}")));

    /// <summary>The one that is called so; or was, in a file that is older than its name.</summary>
    public static FieldChoice? Find(IReadOnlyList<FieldChoice> choices, string name)
    {
        var key = Shared.NameKey.Of(name);
        return choices.FirstOrDefault(c => Shared.NameKey.Of(c.Name) == key) ?? choices.FirstOrDefault(c => c.Was is not null && Shared.NameKey.Of(c.Was) == key) ?? choices.FirstOrDefault(c => Shared.NameKey.Of(c.Code) == key);
    }

    /// <summary>A new one beside those that are there.</summary>
    public static FieldChoice New(IReadOnlyList<FieldChoice> beside, string name)
    {
        var number = beside.Count == 0 ? 0 : beside.Max(c => c.Number) + 1;
        // The bit of one that is gone is free again.
        if (number > MostOfSeveral) number = Enumerable.Range(0, int.MaxValue).First(n => beside.All(c => c.Number != n));
        var code = name;
        for (var i = 2; beside.Any(c => c.Code == code); i++) code = string.Create(CultureInfo.InvariantCulture, $"{name} ({i})");
        return new(number, code, name);
    }

    /// <summary>What somebody typed into a box, one a line, without what would be read as something else.</summary>
    public static string[] Typed(string? text) => [.. (text ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(l => l.Replace('\t', ' ')).DistinctBy(Shared.NameKey.Of, StringComparer.Ordinal)];
}
