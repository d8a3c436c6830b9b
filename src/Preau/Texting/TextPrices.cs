using System.Text.RegularExpressions;
using Preau.Shared;

namespace Preau.Texting;

/// <summary>What a hundred SMS cost to numbers that begin so, in cents.</summary>
/// <param name="Beginning">Of a country, or of a part of one: «+262».</param>
public sealed record TextPrice(string Beginning, long HundredCost);

/// <summary>What SMS cost to numbers of some countries, as it is typed: «+49: 9.80», one a line. The longest beginning that a number has counts.</summary>
public static partial class TextPrices
{
    public const int Most = 40;

    // Far above what any network takes: a slip of the hand is said, and sums stay numbers.
    private const long MostCents = 100_000_000;

    /// <returns>Null where a line cannot be read, or says a second price for the same numbers.</returns>
    public static IReadOnlyList<TextPrice>? Read(string? typed, string currency)
    {
        var prices = new List<TextPrice>();
        foreach (var line in (typed ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (line.Split(':', 2) is not [var country, var amount] || Price(amount, currency) is not { } price) return null;
            var beginning = string.Concat(country.Where(c => !char.IsWhiteSpace(c)));
            if (!IsBeginning(beginning) || prices.Exists(p => p.Beginning == beginning) || prices.Count == Most) return null;
            prices.Add(new(beginning, price));
        }

        return prices;
    }

    /// <summary>What a hundred cost, in cents; null where that is no price.</summary>
    public static long? Price(string? typed, string currency) => Money.TryParse(typed, currency, out var price) && price.Cents is >= 0 and <= MostCents ? price.Cents : null;

    /// <summary>Whether numbers begin like that.</summary>
    public static bool IsBeginning(string text) => Beginning().IsMatch(text);

    public static string Written(IEnumerable<TextPrice> prices, string currency) => string.Join('\n', prices.Select(p => $"{p.Beginning}: {new Money(p.HundredCost, currency).Plain()}"));

    [GeneratedRegex(@"^\+[1-9][0-9]{0,8}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 500)]
    private static partial Regex Beginning();
}
