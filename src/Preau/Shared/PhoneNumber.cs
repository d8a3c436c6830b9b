using PhoneNumbers;

namespace Preau.Shared;

/// <summary>Where a number rings. A number that can be either (North America) counts as mobile: it may be texted.</summary>
public enum PhoneKind
{
    Mobile,
    Landline,
    Other,
}

/// <summary>A telephone number in E.164 ("+33639980012"). Number is also the key that two spellings share.</summary>
public readonly record struct PhoneNumber
{
    // French overseas numbers are dialled like those of the mainland (0692…), but have country codes of their own.
    private static readonly string[] Overseas = ["RE", "GP", "MQ", "GF", "YT"];

    // Ranges that the French regulator keeps for films and tests. They ring nowhere, and the demo lives on them.
    private static readonly string[] Fiction = ["+3319900", "+3326191", "+3335301", "+3346571", "+3353649", "+3363998"];

    private static readonly PhoneNumberUtil Util = PhoneNumberUtil.GetInstance();

    private PhoneNumber(string number, PhoneKind kind) => (Number, Kind) = (number, kind);

    public string Number { get; }

    public string Key => Number;

    public PhoneKind Kind { get; }

    /// <param name="region">The country whose numbers are written without a country code, such as "FR".</param>
    public static bool TryParse(string? text, string region, out PhoneNumber phone)
    {
        phone = default;
        var given = (text ?? "").Trim();
        if (given.Length is < 4 or > 40) return false;
        if (TryRegion(given, region, out phone)) return true;
        // A spreadsheet that took the number for a figure has eaten the first zero.
        if (region == "FR" && given.Length == 9 && given.All(char.IsAsciiDigit) && TryParse("0" + given, region, out phone)) return true;
        foreach (var other in region == "FR" ? Overseas : [])
        {
            if (TryRegion(given, other, out phone)) return true;
        }
        return false;
    }

    public static string? KeyOf(string? text, string region) => TryParse(text, region, out var phone) ? phone.Key : null;

    /// <summary>How the keys of numbers begin whose first digits were typed: "06 39" is "+33639".</summary>
    public static string Beginning(string text, string region)
    {
        var digits = new string([.. text.Where(char.IsAsciiDigit)]);
        if (text.TrimStart().StartsWith('+')) return "+" + digits;
        return digits.StartsWith("00", StringComparison.Ordinal) ? "+" + digits[2..] : $"+{Util.GetCountryCodeForRegion(region)}{digits.TrimStart('0')}";
    }

    /// <summary>As people of the region write it; numbers of other countries with their country code.</summary>
    public static string Display(string number, string region)
    {
        try
        {
            var parsed = Util.Parse(number, region);
            return Util.Format(parsed, parsed.CountryCode == Util.GetCountryCodeForRegion(region) ? PhoneNumberFormat.NATIONAL : PhoneNumberFormat.INTERNATIONAL);
        }
        catch (NumberParseException)
        {
            return number;
        }
    }

    /// <summary>For people who may not see it: the last two digits.</summary>
    public static string Hidden(string number) => "•• •• •• " + (number.Length > 2 ? number[^2..] : "••");

    public override string ToString() => Number ?? "";

    private static bool TryRegion(string text, string region, out PhoneNumber phone)
    {
        phone = default;
        try
        {
            var parsed = Util.Parse(text, region);
            var number = Util.Format(parsed, PhoneNumberFormat.E164);
            var fiction = Array.Find(Fiction, f => number.StartsWith(f, StringComparison.Ordinal) && number.Length == 12);
            if (fiction is null && !Util.IsValidNumber(parsed)) return false;
            phone = new(number, fiction is null ? KindOf(parsed) : fiction == Fiction[^1] ? PhoneKind.Mobile : PhoneKind.Landline);
            return true;
        }
        catch (NumberParseException)
        {
            return false;
        }
    }

    private static PhoneKind KindOf(PhoneNumbers.PhoneNumber parsed) => Util.GetNumberType(parsed) switch
    {
        PhoneNumberType.MOBILE or PhoneNumberType.FIXED_LINE_OR_MOBILE => PhoneKind.Mobile,
        PhoneNumberType.FIXED_LINE => PhoneKind.Landline,
        _ => PhoneKind.Other,
    };
}
