using System.Globalization;
using System.Text.RegularExpressions;
using Preau.Shared;

namespace Preau.Geography;

/// <summary>A line of an address taken apart: «12 bis, rue de l’Église» is 12, «bis» and the street.</summary>
public sealed partial record HouseOnStreet(int? Number, string Suffix, StreetKey Street)
{
    /// <summary>The ways in which two lines can be read, the likeliest first.</summary>
    public static IEnumerable<HouseOnStreet> Of(string line1, string line2) => Readings(line1).Concat(Readings(line2)).DistinctBy(r => (r.Number, r.Suffix, r.Street.Key));

    /// <summary>«b» on a letter box is «bis» in the register.</summary>
    public static string SuffixOf(string? text) => NameKey.Of(text) switch { "b" => "bis", "t" => "ter", "q" => "quater", var suffix => suffix };

    private const int MostRead = 200;

    private static IEnumerable<HouseOnStreet> Readings(string line)
    {
        // A line longer than any address is no address.
        var text = NameKey.Of(line.Length > MostRead ? line[..MostRead] : line);
        if (text.Length == 0) yield break;
        if (First().Match(text) is { Success: true } first) yield return Read(first);
        else if (Within(text) is { } within) yield return within;
        else if (Last().Match(text) is { Success: true } last) yield return Read(last);
        if (StreetKey.Of(text) is { Rest.Length: > 0 } street && !char.IsAsciiDigit(text[0])) yield return new(null, "", street);
    }

    // «résidence du parc 12 rue pasteur»: the number stands before a word that begins a street.
    private static HouseOnStreet? Within(string text)
    {
        foreach (Match match in Middle().Matches(text))
        {
            if (StreetKey.IsKind(match.Groups["street"].Value.Split(' ')[0])) return Read(match);
        }

        return null;
    }

    private static HouseOnStreet Read(Match match) => new(int.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture), SuffixOf(match.Groups["suffix"].Value), StreetKey.Of(match.Groups["street"].Value));

    // An «r» behind the number is a street, not a letter of the house.
    [GeneratedRegex("^(?<number>[0-9]{1,4})(?: [0-9]{1,4})?(?: ?(?<suffix>bis|ter|quater|quinquies|[a-qs-z])(?= ))? (?<street>[a-z0-9].*)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex First();

    [GeneratedRegex("(?<= )(?<number>[0-9]{1,4})(?: ?(?<suffix>bis|ter|quater|quinquies|[a-qs-z])(?= ))? (?<street>[a-z].*)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Middle();

    [GeneratedRegex("^(?<street>[a-z].*[a-z]) (?<number>[0-9]{1,4})(?: ?(?<suffix>bis|ter|quater|[a-z]))?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Last();
}
