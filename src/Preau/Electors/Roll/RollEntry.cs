using System.Globalization;
using Preau.People;
using Preau.Shared;

namespace Preau.Electors.Roll;

/// <summary>What a row of a roll says of an elector, read.</summary>
public sealed record RollEntry
{
    private string? key;

    public required string Commune { get; init; }
    public required string CommuneName { get; init; }
    public required RollLists List { get; init; }
    public string? Station { get; init; }
    public string? StationName { get; init; }
    public string? Constituency { get; init; }
    public string? Canton { get; init; }
    public string? OrderNumber { get; init; }
    public required string BirthName { get; init; }
    public string? UsageName { get; init; }
    public required string GivenNames { get; init; }
    public DateOnly? BornOn { get; init; }

    /// <summary>Where the day is not known.</summary>
    public int? BirthYear { get; init; }

    /// <summary>By what the next roll knows them again: birth name, all given names and date of birth. Where only the year is known, within the commune alone: too many share it.</summary>
    public string Key => key ??= KeyOf(BirthName, GivenNames, BornOn, BirthYear, Commune);

    /// <summary>Tells a row that stands there twice from one of somebody with the same names and birthday.</summary>
    public string Place => PlaceOf(Commune, Station is null ? null : PollingStation.KeyOf(Station), OrderNumber);

    public string FirstName => FirstOf(GivenNames);

    public string LastName => Shown(UsageName ?? BirthName);

    public static string PlaceOf(string commune, string? stationKey, string? order) => $"{commune}|{stationKey}|{order}";

    public static string KeyOf(string birthName, string givenNames, DateOnly? bornOn, int? birthYear, string commune) =>
        $"{NameKey.Of(birthName)},{NameKey.Of(givenNames)}|{(bornOn is { } day ? day.ToString("yyyyMMdd", CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{birthYear}@{commune}"))}";

    /// <summary>One of an elector's names as <see cref="BornTogether"/> writes it; null where only the year of birth is known.</summary>
    /// <param name="last">The name at birth or in use, as the roll has it.</param>
    /// <param name="givenNames">All of them.</param>
    /// <param name="key">The elector's <see cref="Key"/>, which ends with the day.</param>
    public static string? NamedKeyOf(string last, string givenNames, string key) =>
        DateOnly.TryParseExact(key.AsSpan(key.LastIndexOf('|') + 1), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? BornTogether.KeyOf(NameKey.Of(last, FirstOf(givenNames)), day) : null;

    /// <summary>The names that somebody may go by elsewhere: usage or birth name, with the first given name or all of them.</summary>
    public IEnumerable<(string Last, string First)> Names
    {
        get
        {
            foreach (var last in UsageName is null ? [BirthName] : (string[])[UsageName, BirthName])
            {
                yield return (last, FirstName);
                if (NameKey.Of(GivenNames) != NameKey.Of(FirstName)) yield return (last, GivenNames);
            }
        }
    }

    /// <summary>The one of several given names that somebody is called by: the first.</summary>
    public static string FirstOf(string givenNames)
    {
        var text = givenNames.Trim();
        var comma = text.IndexOf(',', StringComparison.Ordinal);
        if (comma > 0) return Shown(text[..comma].Trim());
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        return Shown(space > 0 ? text[..space] : text);
    }

    /// <summary>Registers shout; letters read better as people write their names. What is written in small letters somewhere stays as it is.</summary>
    public static string Shown(string name)
    {
        if (name.Any(char.IsLower)) return name;
        var shown = name.ToCharArray();
        for (var i = 1; i < shown.Length; i++)
        {
            if (char.IsLetter(shown[i - 1])) shown[i] = char.ToLowerInvariant(shown[i]);
        }

        return new string(shown);
    }
}
