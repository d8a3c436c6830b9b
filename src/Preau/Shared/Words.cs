using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Localization;

namespace Preau.Shared;

/// <summary>
/// What the program says to people, keyed by the English sentence. French stands in each feature's fr.json; English is the key itself.
/// <c>L["{0} of {1}", a, b]</c>, <c>L.Count(n, "{0} person", "{0} people")</c>, and <c>L.In("fr")</c> where the reader's language is not the page's.
/// </summary>
public sealed class Words(string? language = null) : IStringLocalizer
{
    public static readonly IReadOnlyList<string> Languages = ["fr", "en"];
    private static readonly FrozenDictionary<string, string> French = Load();

    public static IReadOnlyDictionary<string, string> InFrench => French;

    private bool IsFrench => (language ?? CultureInfo.CurrentUICulture.TwoLetterISOLanguageName) == "fr";

    private CultureInfo Culture => language is null ? CultureInfo.CurrentCulture : CultureInfo.GetCultureInfo(language == "fr" ? "fr-FR" : "en-GB");

    public string this[string text, params object?[] values]
    {
        get
        {
            var said = IsFrench ? French.GetValueOrDefault(text, text) : text;
            return values.Length == 0 ? said : string.Format(Culture, said, values);
        }
    }

    /// <summary>The sentence for one or for many; {0} is the number. French counts nought as one.</summary>
    public string Count(long number, string one, string many, params object?[] more) =>
        this[(IsFrench ? number < 2 : number == 1) ? one : many, [number.ToString("N0", Culture), .. more]];

    /// <summary>Whether a quantity that may have a fraction takes the singular: in French all that is below two.</summary>
    public bool IsOne(decimal quantity) => IsFrench ? Math.Abs(quantity) < 2 : Math.Abs(quantity) == 1;

    public Words In(string language) => new(language);

    LocalizedString IStringLocalizer.this[string name] => new(name, this[name]);

    LocalizedString IStringLocalizer.this[string name, params object[] arguments] => new(name, this[name, (object?[])arguments]);

    public IEnumerable<LocalizedString> GetAllStrings(bool includeParentCultures) => French.Select(p => new LocalizedString(p.Key, p.Value));

    private static FrozenDictionary<string, string> Load()
    {
        var words = new Dictionary<string, string>(StringComparer.Ordinal);
        var assembly = typeof(Words).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.EndsWith("fr.json", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            foreach (var (key, value) in JsonSerializer.Deserialize<Dictionary<string, string>>(stream)!) words.TryAdd(key, Typography.Of(value, "fr"));
        }

        return words.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
