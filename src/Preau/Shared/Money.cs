using System.Globalization;

namespace Preau.Shared;

/// <summary>An amount in the smallest unit of its currency. Amounts of two currencies are never added.</summary>
public readonly record struct Money(long Cents, string Currency) : IComparable<Money>
{
    public static Money Euros(long euros) => new(euros * 100, "EUR");

    public static Money Zero(string currency) => new(0, currency);

    public bool IsZero => Cents == 0;

    /// <summary>How many decimals the currency has: two, but none for the Pacific franc or the yen.</summary>
    public static int Decimals(string currency) => currency is "XPF" or "JPY" or "KRW" ? 0 : 2;

    public static Money operator +(Money a, Money b) => a with { Cents = checked(a.Cents + a.Same(b).Cents) };

    public static Money operator -(Money a, Money b) => a with { Cents = checked(a.Cents - a.Same(b).Cents) };

    public static Money operator -(Money a) => a with { Cents = checked(-a.Cents) };

    public static Money operator *(Money a, int times) => a with { Cents = checked(a.Cents * times) };

    /// <summary>What each of so many gets; half a cent is rounded up, as on paper.</summary>
    public static Money operator /(Money a, long parts) => a with { Cents = (long)Math.Round((decimal)a.Cents / parts, MidpointRounding.AwayFromZero) };

    public static bool operator <(Money a, Money b) => a.Cents < a.Same(b).Cents;

    public static bool operator >(Money a, Money b) => a.Cents > a.Same(b).Cents;

    public static bool operator <=(Money a, Money b) => !(a > b);

    public static bool operator >=(Money a, Money b) => !(a < b);

    public int CompareTo(Money other) => Cents.CompareTo(Same(other).Cents);

    /// <summary>Reads what somebody typed: "25", "25,50", "1 234.56 €". The last comma or point before at most two
    /// digits is the decimal sign, whatever the culture, because donors type both.</summary>
    public static bool TryParse(string? text, string currency, out Money money)
    {
        money = Zero(currency);
        var kept = new string([.. (text ?? "").Where(c => char.IsAsciiDigit(c) || c is ',' or '.' or '-')]);
        var foreign = (text ?? "").Where(c => !char.IsWhiteSpace(c) && !char.IsAsciiDigit(c) && c is not (',' or '.' or '-' or '\'' or '’'));
        if (new string([.. foreign]) is { Length: > 0 } sign && sign != Symbol(currency) && !sign.Equals(currency, StringComparison.OrdinalIgnoreCase))
            return false;
        var negative = kept.StartsWith('-');
        kept = kept.TrimStart('-');
        var decimals = Decimals(currency);
        var at = kept.LastIndexOfAny([',', '.']);
        var fraction = at >= 0 && decimals > 0 && kept.Length - at - 1 <= decimals ? kept[(at + 1)..] : "";
        var whole = fraction.Length > 0 || (at >= 0 && at == kept.Length - 1) ? kept[..at] : kept;
        whole = Grouped(whole);
        if (whole.Length + fraction.Length == 0 || whole.Length > 12 || !whole.All(char.IsAsciiDigit)) return false;
        var cents = long.Parse("0" + whole + fraction.PadRight(decimals, '0'), CultureInfo.InvariantCulture);
        money = new(negative ? -cents : cents, currency);
        return true;
    }

    /// <summary>"1,999" is two thousand to some and two to others, and nothing else in it says which: one comma or point before just three digits.</summary>
    public static bool HasTwoReadings(string? text, string currency)
    {
        var kept = new string([.. (text ?? "").Where(c => char.IsAsciiDigit(c) || c is ',' or '.')]);
        var at = kept.IndexOfAny([',', '.']);
        return Decimals(currency) > 0 && at > 0 && at == kept.LastIndexOfAny([',', '.']) && kept.Length - at - 1 == 3;
    }

    /// <summary>With the page's culture: "4 600,00 €", "€4,600.00".</summary>
    public override string ToString() => ToString(CultureInfo.CurrentCulture);

    public string ToString(CultureInfo culture) => Format(culture, Decimals(Currency));

    /// <summary>Without cents where there are none: "25 €", "25,50 €".</summary>
    public string Brief(CultureInfo? culture = null) =>
        Format(culture ?? CultureInfo.CurrentCulture, Cents % Unit(Currency) == 0 ? 0 : Decimals(Currency));

    /// <summary>For files and forms: "4600.00", no sign, no grouping.</summary>
    public string Plain() => (Cents / (decimal)Unit(Currency)).ToString("F" + Decimals(Currency), CultureInfo.InvariantCulture);

    /// <summary>In its main unit, with as many decimals as the currency has, for files that hold numbers.</summary>
    public decimal Main => Decimals(Currency) == 0 ? Cents : Cents * 0.01m;

    /// <summary>As Plain, with the decimal sign of a culture, for spreadsheets.</summary>
    public string PlainIn(CultureInfo culture) => (Cents / (decimal)Unit(Currency)).ToString("F" + Decimals(Currency), culture);

    private static int Unit(string currency) => Decimals(currency) == 0 ? 1 : 100;

    private static string Symbol(string currency) => currency switch
    {
        "EUR" => "€",
        "USD" => "$",
        "GBP" => "£",
        _ => currency,
    };

    private static string Grouped(string whole)
    {
        if (whole.IndexOfAny([',', '.']) < 0) return whole;
        // "1.234" and "1,234,567" are groups of three; anything else is a slip of the finger, not a number.
        var groups = whole.Split(',', '.');
        return groups[0].Length is > 0 and <= 3 && groups[1..].All(g => g.Length == 3) ? string.Concat(groups) : "?";
    }

    private string Format(CultureInfo culture, int decimals)
    {
        var format = (NumberFormatInfo)culture.NumberFormat.Clone();
        format.CurrencySymbol = Symbol(Currency ?? "");
        format.CurrencyDecimalDigits = decimals;
        if (format.CurrencySymbol.Length > 1 && format.CurrencyPositivePattern == 0) format.CurrencyPositivePattern = 2;
        format.CurrencyNegativePattern = format.CurrencyPositivePattern switch { 0 => 1, 1 => 5, 2 => 9, _ => 8 };
        return (Cents / (decimal)Unit(Currency ?? "")).ToString("C", format);
    }

    private Money Same(Money other) => string.Equals(Currency, other.Currency, StringComparison.Ordinal)
        ? other
        : throw new InvalidOperationException($"{other.Currency} cannot be counted with {Currency}.");
}
