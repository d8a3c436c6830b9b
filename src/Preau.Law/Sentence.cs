using System.Globalization;

namespace Preau.Law;

/// <summary>A sentence in every language that Préau speaks. It may hold <c>{names}</c> that are filled in later.</summary>
public sealed record Sentence(string En, string Fr)
{
    public static readonly Sentence None = new("", "");

    public string In(CultureInfo culture) =>
        string.Equals(culture.TwoLetterISOLanguageName, "fr", StringComparison.Ordinal) ? Fr : En;

    public Sentence Fill(IReadOnlyDictionary<string, Func<CultureInfo, string>> values) => new(
        Fill(En, values, CultureInfo.GetCultureInfo("en")),
        Fill(Fr, values, CultureInfo.GetCultureInfo("fr")));

    private static string Fill(string text, IReadOnlyDictionary<string, Func<CultureInfo, string>> values, CultureInfo culture)
    {
        foreach (var (name, value) in values)
        {
            text = text.Replace("{" + name + "}", value(culture), StringComparison.Ordinal);
        }
        return text;
    }
}
