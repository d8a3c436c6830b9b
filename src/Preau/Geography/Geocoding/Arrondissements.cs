using System.Globalization;
using System.Text.RegularExpressions;

namespace Preau.Geography;

/// <summary>Paris, Lyon and Marseille: one commune each, which the registers know by its arrondissements only.</summary>
internal static partial class Arrondissements
{
    private static readonly (string Name, string Code, int First, int Count)[] Cities = [("paris", "75056", 75101, 20), ("lyon", "69123", 69381, 9), ("marseille", "13055", 13201, 16)];

    /// <summary>The codes of those that an address may be in; none where it is in none of these cities.</summary>
    /// <param name="address">Whose postcode, if it has one, is of the same department.</param>
    /// <param name="city">The folded name: «paris», «lyon 3e», «marseille 1er arrondissement».</param>
    public static IEnumerable<string> Of(AddressLine address, string city)
    {
        var named = Named().Match(city);
        var department = Shared.Postcode.Department(address.Postcode);
        foreach (var (name, code, first, count) in Cities)
        {
            if (code != address.CityCode && named.Groups["name"].Value != name) continue;
            if (department is not null && department != code[..2]) continue;
            var number = named.Groups["number"] is { Success: true } said ? int.Parse(said.Value, CultureInfo.InvariantCulture) : ByPostcode(address.Postcode, count);
            if (number > count) continue;
            return Enumerable.Range(number == 0 ? first : first + number - 1, number == 0 ? count : 1).Select(c => c.ToString(CultureInfo.InvariantCulture));
        }

        return [];
    }

    // 69003 is the third; the sixteenth of Paris has two. Others, as those of letter boxes, say nothing.
    private static int ByPostcode(string postcode, int count) =>
        postcode == "75116" ? 16 : postcode.Length == 5 && int.TryParse(postcode.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= count ? number : 0;

    [GeneratedRegex("^(?<name>[a-z]+)(?: (?<number>[0-9]{1,2})(?:er|e|eme)?(?: arrondissement| arr)?)?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Named();
}
