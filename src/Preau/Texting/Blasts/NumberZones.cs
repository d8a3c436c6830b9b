using PhoneNumbers;

namespace Preau.Texting;

/// <summary>
/// By whose clocks the phones of a number may go: all zones of its country, or of its area where its beginning tells one. A telephone that travels is not known, and
/// one that may be in several zones is in each of them.
/// </summary>
public static class NumberZones
{
    private const int NorthAmerica = 1;

    // Where a country is in several zones, its areas begin with as many digits behind its code.
    private const int AreaDigits = 3;

    // Where what the library knows is not, or no more, so. Of mobile numbers that are bound to no area, the first and the last clock of their country.
    private static readonly (string Beginning, string[] Zones)[] Own =
    [
        // Mayotte shares the code of Réunion.
        ("+262269", ["Indian/Mayotte"]), ("+262639", ["Indian/Mayotte"]), ("+262", ["Indian/Reunion"]),
        ("+211", ["Africa/Juba"]), ("+212", ["Africa/Casablanca"]), ("+213", ["Africa/Algiers"]), ("+218", ["Africa/Tripoli"]), ("+505", ["America/Managua"]),
        ("+569", ["America/Punta_Arenas", "America/Santiago", "Pacific/Easter"]), ("+628", ["Asia/Jakarta", "Asia/Jayapura"]), ("+675", ["Pacific/Port_Moresby", "Pacific/Bougainville"]), ("+691", ["Pacific/Port_Moresby", "Pacific/Guadalcanal"]),
        ("+79", ["Europe/Kaliningrad", "Asia/Kamchatka"]),
    ];

    private static readonly PhoneNumberToTimeZonesMapper Mapper = PhoneNumberToTimeZonesMapper.GetInstance();
    private static readonly PhoneNumberUtil Util = PhoneNumberUtil.GetInstance();

    /// <summary>Empty where the beginning tells no clock.</summary>
    public static IReadOnlyList<TimeZoneInfo> Of(string numberKey)
    {
        if (Array.Find(Own, o => numberKey.StartsWith(o.Beginning, StringComparison.Ordinal)).Zones is { } own) return Known(own);
        if (Parsed(numberKey) is not { } number) return [];
        // By its area only where it is bound to one, as a mobile number of most countries is not, but all of North America are; a number that it holds for none begins as others do.
        return number.CountryCode != NorthAmerica && Known(Mapper.GetTimeZonesForNumber(number)) is { Count: > 0 } zones ? zones : Known(Mapper.GetTimeZonesForGeographicalNumber(number));
    }

    /// <summary>Whether it is another hour there than in this zone, by any of its clocks.</summary>
    public static bool IsElsewhere(string numberKey, TimeZoneInfo zone, DateTimeOffset at) => Of(numberKey).Any(z => z.GetUtcOffset(at) != zone.GetUtcOffset(at));

    /// <summary>How all numbers begin that go by the same clocks as this one, as far as that is told by few digits.</summary>
    public static string Stretch(string numberKey)
    {
        if (Parsed(numberKey) is not { } number) return numberKey;
        var country = $"+{number.CountryCode}";
        var isOne = OfCountry(number.CountryCode).Count == 1 && !Array.Exists(Own, o => o.Beginning.StartsWith(country, StringComparison.Ordinal) && o.Beginning != country);
        return isOne || numberKey.Length <= country.Length + AreaDigits ? country : numberKey[..(country.Length + AreaDigits)];
    }

    private static List<TimeZoneInfo> OfCountry(int code) => Known(Mapper.GetTimeZonesForGeographicalNumber(new PhoneNumber.Builder().SetCountryCode(code).SetNationalNumber(0).Build()));

    private static PhoneNumber? Parsed(string numberKey)
    {
        try
        {
            return numberKey.StartsWith('+') ? Util.Parse(numberKey, null) : null;
        }
        catch (NumberParseException)
        {
            return null;
        }
    }

    private static List<TimeZoneInfo> Known(IEnumerable<string> ids) => [.. ids.Select(id => TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) ? zone : null).OfType<TimeZoneInfo>().DistinctBy(z => z.Id, StringComparer.Ordinal)];
}
