using Preau.Law.Yaml;

namespace Preau.Law.Rules;

/// <summary>A part of the electorate that votes on a day, or by a clock, of its own.</summary>
/// <param name="Name">As in <see cref="PollDay.Territory"/>.</param>
/// <param name="Countries">Codes of ISO 3166-1 that an address there may bear.</param>
/// <param name="Codes">What postcodes and codes of communes there begin with.</param>
/// <param name="Days">The day of its vote, counted from that of the others; −1 is the day before.</param>
/// <param name="TimeZones">Where there are several, silence begins by the first to reach it and ends by the last.</param>
public sealed record VotingTerritory(string Name, IReadOnlyList<string> Countries, IReadOnlyList<string> Codes, int Days, IReadOnlyList<string> TimeZones);

/// <summary>Where a vote of the whole country is held on other days, or by other clocks, than the campaign's.</summary>
public sealed record PollTerritories(RuleHeader Header, string Home, string HomeCountry, string HomeTimeZone, IReadOnlyList<VotingTerritory> Others) : Rule(Header)
{
    /// <summary>The days at home, which come first, and those of everywhere else; each by the clock there, whatever clock the campaign goes by.</summary>
    public IReadOnlyList<PollDay> PollsOf(ElectionFacts election) =>
    [
        .. election.Polls.Select(p => new PollDay(p.Day, HomeTimeZone, p.TimeZone == HomeTimeZone ? p.ClosesAt : null, Home)),
        .. Others.SelectMany(o => election.Polls.SelectMany(p => o.TimeZones.Select(z => new PollDay(p.Day.AddDays(o.Days), z, ClosesAt: null, o.Name)))),
    ];

    /// <param name="country">A code of ISO 3166-1.</param>
    /// <param name="code">A postcode, or the code of a commune; empty where it is not known.</param>
    /// <returns>Null where it cannot be told.</returns>
    public string? Of(string country, string code)
    {
        if (Others.FirstOrDefault(o => o.Countries.Contains(country, StringComparer.Ordinal)) is { } there) return there.Name;
        if (country != HomeCountry || code.Length == 0) return null;
        return Others.FirstOrDefault(o => o.Codes.Any(c => code.StartsWith(c, StringComparison.Ordinal)))?.Name ?? Home;
    }

    /// <summary>Whether whoever lives there votes on the day of this instant: what the rule's own cases ask.</summary>
    internal Outcome Judge(ElectionFacts? election, string country, string code, DateTimeOffset at) =>
        Breach(election is not null && Of(country, code) is { } there
            && PollsOf(election).Any(p => p.Territory == there && LocalTime.DayOf(at, p.TimeZone) == p.Day));

    internal static PollTerritories Read(RuleHeader header, YamlMap map)
    {
        var home = map.Map("home");
        var rule = new PollTerritories(header, home.Text("name"), home.Text("country"), ZoneOf(home, home.Text("time_zone")), [.. map.Maps("territories").Select(ReadTerritory)]);
        home.Done();
        return rule;
    }

    private static VotingTerritory ReadTerritory(YamlMap map)
    {
        var territory = new VotingTerritory(map.Text("name"), map.Texts("countries"), map.Texts("codes"), map.OptionalNumber("days") ?? 0, map.Texts("time_zones"));
        if (territory.TimeZones.Count == 0) throw map.Wrong("'time_zones' is missing");
        foreach (var zone in territory.TimeZones) ZoneOf(map, zone);
        map.Done();
        return territory;
    }

    private static string ZoneOf(YamlMap map, string zone) => TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _) ? zone : throw map.Wrong($"there is no time zone '{zone}'");
}
