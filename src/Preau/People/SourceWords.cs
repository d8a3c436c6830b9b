using System.Globalization;
using Preau.Shared;

namespace Preau.People;

/// <summary>Sources as they are stored («import:3»), in words, and where they can be looked at.</summary>
public sealed class SourceWords(Words text)
{
    /// <summary>The kinds that people can choose from in lists, apart from single imports and pages.</summary>
    public static readonly string[] Kinds = ["page", "import", "roll", "panel", "door", "market", "meeting", "petition", "gift", "friend", "leaflet", "api"];

    public string Of(string source)
    {
        var (kind, number) = Split(source);
        return kind switch
        {
            "page" => number is null ? text["Website"] : text["Page {0} of the website", number],
            "import" => number is null ? text["Import"] : text["Import {0}", number],
            "roll" => text["Electoral roll"],
            "panel" => text["Entered by the team"],
            "door" => text["At the door"],
            "market" => text["Market stand"],
            "meeting" => text["Public meeting"],
            "petition" => text["Petition"],
            "gift" => text["Gift"],
            "friend" => text["Through a friend"],
            "leaflet" => text["Leaflet"],
            "api" => text["Other program"],
            "unsubscribe" => text["Unsubscribe link"],
            _ => source,
        };
    }

    public static string? Link(string source)
    {
        var (kind, number) = Split(source);
        return long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? kind switch
        {
            "page" => $"/pages/{id}",
            "import" => $"/imports/{id}",
            _ => null,
        } : null;
    }

    private static (string Kind, string? Number) Split(string source) => source.Split(':', 2) is [var kind, var number] ? (kind, number) : (source, null);
}
