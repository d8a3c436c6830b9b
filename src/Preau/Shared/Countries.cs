using System.Collections.Concurrent;
using System.Globalization;

namespace Preau.Shared;

/// <summary>Countries by their two-letter codes, with names in the reader's language.</summary>
public static class Countries
{
    private static readonly HashSet<string> Codes = new(
        CultureInfo.GetCultures(CultureTypes.SpecificCultures).Select(c => new RegionInfo(c.Name).TwoLetterISORegionName).Where(c => c.Length == 2 && c.All(char.IsAsciiLetterUpper)),
        StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, IReadOnlyList<(string Code, string Name)>> Lists = new(StringComparer.Ordinal);

    public static bool Exists(string? code) => code is not null && Codes.Contains(code);

    /// <summary>All, by name in that language, the nation's own first.</summary>
    public static IReadOnlyList<(string Code, string Name)> In(string language, string first) => Lists.GetOrAdd($"{language} {first}", _ =>
    {
        var culture = CultureInfo.GetCultureInfo(language == "fr" ? "fr-FR" : "en-GB");
        return [.. Codes.Select(c => (Code: c, Name: Name(c, culture))).OrderByDescending(c => c.Code == first).ThenBy(c => c.Name, StringComparer.Create(culture, CompareOptions.IgnoreNonSpace))];
    });

    /// <summary>A region says its name in the language it is asked with: «fr-DE» is Allemagne.</summary>
    public static string Name(string? code, CultureInfo? culture = null) =>
        Exists(code) ? new RegionInfo($"{(culture ?? CultureInfo.CurrentUICulture).TwoLetterISOLanguageName}-{code}").NativeName : code ?? "";
}
