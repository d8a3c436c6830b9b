namespace Preau.Texting;

/// <summary>By whose clock the phones of French numbers go: each territory has a beginning of its own.</summary>
public static class NumberZones
{
    private static readonly (string Beginning, string Zone)[] Zones =
    [
        ("+33", "Europe/Paris"), ("+262", "Indian/Reunion"), ("+508", "America/Miquelon"), ("+590", "America/Guadeloupe"), ("+594", "America/Cayenne"), ("+596", "America/Martinique"), ("+681", "Pacific/Wallis"),
        ("+687", "Pacific/Noumea"), ("+689", "Pacific/Tahiti"),
    ];

    /// <summary>Null where the beginning tells no clock.</summary>
    public static string? Of(string numberKey) => Zones.FirstOrDefault(z => numberKey.StartsWith(z.Beginning, StringComparison.Ordinal)).Zone;

    /// <summary>How numbers begin where it is another hour than in this zone.</summary>
    public static IEnumerable<string> Elsewhere(TimeZoneInfo zone, DateTimeOffset at) =>
        Zones.Where(z => TimeZoneInfo.FindSystemTimeZoneById(z.Zone).GetUtcOffset(at) != zone.GetUtcOffset(at)).Select(z => z.Beginning);
}
