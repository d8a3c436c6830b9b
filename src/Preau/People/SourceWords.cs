using System.Globalization;
using Preau.Shared;

namespace Preau.People;

/// <summary>Sources as they are stored («import:3»), in words, and where they can be looked at.</summary>
public sealed class SourceWords(Words words, IEnumerable<ISourceNames> names)
{
    private readonly Dictionary<string, string> named = new(StringComparer.Ordinal);

    /// <summary>The kinds that people can choose from in lists, apart from single imports and pages.</summary>
    public static readonly string[] Kinds = ["page", "import", "roll", "panel", "door", "market", "meeting", "petition", "gift", "friend", "leaflet", "api", "keyword"];

    /// <summary>With the name of the very page where that is known.</summary>
    public async Task<string> Of(string source, CancellationToken ct)
    {
        if (named.TryGetValue(source, out var known)) return known;
        var (kind, number) = Split(source);
        var name = long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && names.FirstOrDefault(n => n.Kind == kind) is { } namer ? await namer.NameOf(id, ct) : null;
        return named[source] = name ?? OfKind(source);
    }

    /// <summary>What kind of source it is, and at most its number.</summary>
    public string OfKind(string source)
    {
        var (kind, number) = Split(source);
        return kind switch
        {
            "page" => number is null ? words["Website"] : words["Page {0} of the website", number],
            "import" => number is null ? words["Import"] : words["Import {0}", number],
            "act" => words["Act on many people"],
            "undo" when number?.StartsWith("reply:", StringComparison.Ordinal) == true => words["A mail was misread as a no"],
            "undo" => words["Undo of import {0}", number ?? ""],
            "roll" => words["Electoral roll"],
            "panel" => words["Entered by the team"],
            ConsentLedger.Letter => words["Letter of the team, answered"],
            "door" => words["At the door"],
            "market" => words["Market stand"],
            "meeting" => words["Public meeting"],
            "petition" => words["Petition"],
            "gift" => words["Gift"],
            "friend" => words["Through a friend"],
            "leaflet" => words["Leaflet"],
            "api" => words["Other program"],
            "keyword" => words["Keyword by text"],
            "text" => words["STOP by text"],
            "complaint" => words["Called a mail spam"],
            "reply" => words["Asked by mail"],
            "unsubscribe" or "mail" => words["Unsubscribe link"],
            _ => source,
        };
    }

    public static string? Link(string source)
    {
        var (kind, number) = Split(source);
        return long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? kind switch
        {
            "page" => $"/pages/{id}",
            "keyword" => $"/texts/keywords/{id}",
            "import" or "undo" => $"/imports/{id}",
            "mail" or "complaint" => $"/mail/{id}",
            _ => null,
        } : null;
    }

    private static (string Kind, string? Number) Split(string source) => source.Split(':', 2) is [var kind, var number] ? (kind, number) : (source, null);
}
