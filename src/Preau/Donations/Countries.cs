using System.Collections.Concurrent;
using System.Globalization;

namespace Preau.Donations;

/// <summary>Countries by their two-letter codes, with names in the reader's language.</summary>
public static class Countries
{
    // A region is best known by one of its cultures: some codes are read as languages when they stand alone.
    private static readonly Dictionary<string, string> Codes = CultureInfo.GetCultures(CultureTypes.SpecificCultures)
        .GroupBy(c => new RegionInfo(c.Name).TwoLetterISORegionName, StringComparer.Ordinal)
        .Where(g => g.Key.Length == 2 && g.Key.All(char.IsAsciiLetterUpper)).ToDictionary(g => g.Key, g => g.First().Name, StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, IReadOnlyList<(string Code, string Name)>> Lists = new(StringComparer.Ordinal);

    public static bool Exists(string? code) => code is not null && Codes.ContainsKey(code);

    /// <summary>All, by name in that language, the nation's own first.</summary>
    public static IReadOnlyList<(string Code, string Name)> In(string language, string first) => Lists.GetOrAdd($"{language} {first}", _ =>
    {
        var culture = CultureInfo.GetCultureInfo(language == "fr" ? "fr-FR" : "en-GB");
        return [.. Codes.Keys.Select(c => (Code: c, Name: Name(c, culture))).OrderByDescending(c => c.Code == first).ThenBy(c => c.Name, StringComparer.Create(culture, CompareOptions.IgnoreNonSpace))];
    });

    public static string Name(string? code, CultureInfo? culture = null)
    {
        if (!Exists(code)) return code ?? "";
        // A region says its name in the thread's language only.
        var before = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = culture ?? before;
            return new RegionInfo(Codes[code!]).DisplayName;
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }
}
