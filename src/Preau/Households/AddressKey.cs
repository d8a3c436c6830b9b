using Preau.People;
using Preau.Shared;

namespace Preau.Households;

/// <summary>
/// An address as homes are told apart by it: number, street, postcode and town without capitals, accents, articles and shortened words, so that «12 bis, av. de la
/// République» and «12B AVENUE REPUBLIQUE» are one.
/// </summary>
public static class AddressKey
{
    private static readonly Dictionary<string, string> Short = new(StringComparer.Ordinal)
    {
        ["r"] = "rue", ["av"] = "avenue", ["ave"] = "avenue", ["bd"] = "boulevard", ["bld"] = "boulevard", ["blvd"] = "boulevard", ["boul"] = "boulevard", ["ch"] = "chemin", ["che"] = "chemin",
        ["chem"] = "chemin", ["imp"] = "impasse", ["pl"] = "place", ["rte"] = "route", ["all"] = "allee", ["sq"] = "square", ["fg"] = "faubourg", ["fbg"] = "faubourg", ["res"] = "residence",
        ["pass"] = "passage", ["q"] = "quai", ["qu"] = "quai", ["crs"] = "cours", ["lot"] = "lotissement", ["st"] = "saint", ["ste"] = "sainte", ["rd"] = "road", ["dr"] = "drive", ["ln"] = "lane",
    };

    private static readonly HashSet<string> Articles = new(StringComparer.Ordinal) { "de", "du", "des", "d", "la", "le", "les", "l", "the" };

    private static readonly HashSet<string> Kinds = new(StringComparer.Ordinal)
    {
        "rue", "avenue", "boulevard", "chemin", "impasse", "place", "route", "allee", "square", "faubourg", "residence", "passage", "quai", "cours", "lotissement", "cite", "clos", "promenade", "tour", "sentier", "ruelle",
    };

    /// <summary>Nothing where the street or the town is not known.</summary>
    public static string Of(PersonAddress address, bool withFlat)
    {
        var street = Words(address.Line1);
        var city = City(address.City);
        if (street.Count == 0 || (city.Length == 0 && address.Postcode.Length == 0)) return "";
        var flat = withFlat ? NameKey.Compact(address.Line2) : "";
        return $"{address.Country} {NameKey.Compact(address.Postcode)} {city} {string.Join(' ', street)}{(flat.Length == 0 ? "" : " / " + flat)}";
    }

    /// <summary>The street as lists are searched and ordered by it: its name first, then the number with leading zeros, then its kind.</summary>
    public static string Street(string line)
    {
        var words = Words(line);
        var number = words.TakeWhile((w, i) => i == 0 ? char.IsAsciiDigit(w[0]) : w is "bis" or "ter" or "quater" && char.IsAsciiDigit(words[0][0])).ToList();
        var rest = words.Skip(number.Count).ToList();
        var kind = rest.Count > 1 && Kinds.Contains(rest[0]) ? rest[0] : null;
        if (kind is not null) rest.RemoveAt(0);
        if (number.Count > 0) rest.Add(number[0].PadLeft(5, '0'));
        rest.AddRange(number.Skip(1));
        if (kind is not null) rest.Add(kind);
        return string.Join(' ', rest);
    }

    /// <summary>What somebody types to find a street: «rue Victor-Hugo» and «victor hugo» alike.</summary>
    public static string StreetAsked(string text)
    {
        var words = Words(text);
        var name = words.Where(w => !char.IsAsciiDigit(w[0])).ToList();
        if (name.Count > 1 && Kinds.Contains(name[0])) name.RemoveAt(0);
        // With a number they know the whole name.
        if (words.Count > 0 && char.IsAsciiDigit(words[0][0])) name.Add(words[0].PadLeft(5, '0'));
        return string.Join(' ', name);
    }

    private static List<string> Words(string line)
    {
        var words = new List<string>();
        foreach (var word in NameKey.Words(line))
        {
            // «12bis» is two words.
            var digits = word.TakeWhile(char.IsAsciiDigit).Count();
            if (digits > 0 && digits < word.Length) words.AddRange([word[..digits], word[digits..]]);
            else words.Add(word);
        }

        for (var i = 0; i < words.Count; i++)
        {
            if (i == 1 && words[0].All(char.IsAsciiDigit) && words[1] is "b" or "t") words[i] = words[i] == "b" ? "bis" : "ter";
            else if (i > 0 && i == words.Count - 1 && words[i] == "st") words[i] = "street";
            else if (Short.TryGetValue(words[i], out var whole)) words[i] = whole;
        }

        // A leading zero, as forms and spreadsheets have it, is no other number.
        if (words.Count > 0 && words[0].Length > 1 && words[0].All(char.IsAsciiDigit)) words[0] = words[0].TrimStart('0').PadLeft(1, '0');
        return words.FindAll(w => !Articles.Contains(w));
    }

    // «Lyon 3e arrondissement» and «LYON CEDEX 03» are Lyon.
    private static string City(string city)
    {
        var words = NameKey.Words(city).TakeWhile(w => w != "cedex").Where(w => !char.IsAsciiDigit(w[0]) && w != "arrondissement");
        return string.Join(' ', words.Select(w => w is "st" ? "saint" : w is "ste" ? "sainte" : w));
    }
}
