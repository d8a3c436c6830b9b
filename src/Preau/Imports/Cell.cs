using System.Collections.Frozen;
using System.Globalization;
using Preau.Imports.Named;
using Preau.People;
using Preau.Shared;

namespace Preau.Imports;

/// <summary>What people and other programs write into cells, read as values.</summary>
internal static class Cell
{
    private static readonly FrozenDictionary<string, string> Countries = AllCountries();
    private static readonly FrozenDictionary<string, string> Languages = AllLanguages();

    /// <summary>Other programs put an apostrophe before digits and signs for Excel's benefit; names such as ’t Hooft keep theirs.</summary>
    public static string Clean(string cell)
    {
        var text = cell.Trim();
        return text.Length > 1 && text[0] == '\'' && (char.IsAsciiDigit(text[1]) || text[1] is '+' or '=' or '-' or '@') ? text[1..] : text;
    }

    public static bool? YesNo(string text) => text.ToUpperInvariant() switch
    {
        "YES" or "Y" or "TRUE" or "T" or "1" or "X" or "OUI" or "O" or "VRAI" => true,
        "NO" or "N" or "FALSE" or "F" or "0" or "NON" or "FAUX" => false,
        _ => null,
    };

    /// <summary>False for a word that tells nothing; a sex that the file says is unknown is null.</summary>
    public static bool TrySex(string text, out Sex? sex)
    {
        sex = text.TrimEnd('.').ToUpperInvariant() switch
        {
            "F" or "FEMALE" or "FEMME" or "FÉMININ" or "FEMININ" or "MME" or "MLLE" or "MADAME" or "MRS" or "MS" or "MISS" or "W" or "WOMAN" or "2" => Sex.Female,
            "M" or "MALE" or "HOMME" or "MASCULIN" or "H" or "MONSIEUR" or "MR" or "MAN" or "1" => Sex.Male,
            "O" or "A" or "OTHER" or "AUTRE" or "X" or "NON-BINARY" or "NON-BINAIRE" => Sex.Other,
            _ => null,
        };
        return sex is not null || text.TrimEnd('.').ToUpperInvariant() is "U" or "UNKNOWN" or "INCONNU" or "NC" or "N/A" or "-" or "0";
    }

    /// <summary>Two letters, «fr-FR», or the name in French, in English or in the language itself.</summary>
    public static string? Language(string text) => Known(Languages, text.Length > 3 && text[2] is '-' or '_' ? text[..2] : text);

    /// <summary>Two or three letters, or the name in French or English.</summary>
    public static string? Country(string text) => Known(Countries, text);

    /// <summary>How many characters a value may have: what its form in the panel takes. Null where its own rule says it.</summary>
    public static int? Limit(string target) => target switch
    {
        "first_name" or "last_name" or "city" or "region" => 80,
        "employer" or "occupation" or "line1" or "line2" => 120,
        "postcode" => 12,
        "note" => 10_000,
        Targets.ExternalPrefix => 100,
        _ when NamedTargets.Is(target) => 254,
        _ => null,
    };

    private static string? Known(FrozenDictionary<string, string> names, string text) =>
        names.GetValueOrDefault(text.Length <= 3 && text.All(char.IsAsciiLetter) ? text.ToLowerInvariant() : NameKey.Of(text));

    private static FrozenDictionary<string, string> AllCountries()
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var code in CultureInfo.GetCultures(CultureTypes.SpecificCultures).Select(c => new RegionInfo(c.Name).TwoLetterISORegionName).Where(c => c.Length == 2 && c.All(char.IsAsciiLetterUpper)).Distinct(StringComparer.Ordinal))
        {
            // A region says its name in the language that it is asked with.
            var (english, french) = (new RegionInfo("en-" + code), new RegionInfo("fr-" + code));
            foreach (var name in (string[])[code, english.ThreeLetterISORegionName, english.NativeName, french.NativeName]) names.TryAdd(NameKey.Of(name), code);
        }

        foreach (var (name, code) in ((string, string)[])[("uk", "GB"), ("great britain", "GB"), ("england", "GB"), ("scotland", "GB"), ("wales", "GB"), ("united states of america", "US"), ("u s a", "US"), ("etats unis d amerique", "US"), ("grande bretagne", "GB"), ("angleterre", "GB"), ("osterreich", "AT"), ("deutschland", "DE"), ("espana", "ES"), ("italia", "IT"), ("schweiz", "CH"), ("hollande", "NL"), ("holland", "NL")]) names.TryAdd(name, code);
        return names.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static FrozenDictionary<string, string> AllLanguages()
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var language in CultureInfo.GetCultures(CultureTypes.NeutralCultures).Where(c => c.TwoLetterISOLanguageName.Length == 2))
        {
            foreach (var name in (string[])[language.TwoLetterISOLanguageName, language.ThreeLetterISOLanguageName, language.EnglishName, language.NativeName]) names.TryAdd(NameKey.Of(name), language.TwoLetterISOLanguageName);
        }

        foreach (var (name, code) in ((string, string)[])[("anglais", "en"), ("allemand", "de"), ("espagnol", "es"), ("italien", "it"), ("portugais", "pt"), ("neerlandais", "nl"), ("arabe", "ar"), ("polonais", "pl"), ("roumain", "ro"), ("turc", "tr"), ("russe", "ru"), ("chinois", "zh")]) names.TryAdd(name, code);
        names.Remove("");
        return names.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
