using System.Globalization;
using Preau.Law.Yaml;

namespace Preau.Law.Rules;

internal static class Amount
{
    public static (long Cents, string Currency) Read(YamlMap map)
    {
        var amount = (map.Cents("value") ?? throw map.Wrong("'value' is missing"), map.Text("currency"));
        map.Done();
        return amount;
    }

    public static string Say(long cents, string currency, CultureInfo culture)
    {
        var number = (cents / 100m).ToString(cents % 100 == 0 ? "N0" : "N2", culture);
        var sign = currency switch { "EUR" => "€", "GBP" => "£", "USD" => "$", _ => currency };
        return string.Equals(culture.TwoLetterISOLanguageName, "fr", StringComparison.Ordinal) ? $"{number}\u00a0{sign}" : $"{sign}{number}";
    }
}
