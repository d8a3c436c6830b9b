using Preau.Law;

namespace Preau.Texting;

/// <summary>
/// When texts that nobody asked for may leave: within the hours of the law, and never outside of eight to ten in the evening whatever a law or a setting says; by the clock of
/// the number where its beginning tells it (<see cref="NumberZones"/>), else by the campaign's. Where it tells several, by each of them; where the law's hours never are by all, the law goes by the campaign's.
/// </summary>
public sealed class TextHours(CampaignLaw law, CurrentNation nation)
{
    public static readonly TimeOnly Earliest = new(8, 0), Latest = new(22, 0);

    // Hours of a law and ours that never meet would be looked for without end.
    private const int MostSteps = 60;

    /// <returns>Null where it may leave now, else when it may: <see cref="DateTimeOffset.MaxValue"/> for never.</returns>
    public async Task<DateTimeOffset?> Opens(string numberKey, DateTimeOffset at, CancellationToken ct)
    {
        var opens = Opens(law.Pack, numberKey, nation.Facts.Zone, at, await law.Election(ct));
        return opens > at ? opens : null;
    }

    /// <summary>The given instant, or the next one at which both the law and the limit let texts leave to this number.</summary>
    public static DateTimeOffset Opens(Pack pack, string numberKey, TimeZoneInfo campaign, DateTimeOffset at, ElectionFacts? election)
    {
        var zones = Zones(numberKey, campaign);
        DateTimeOffset Lawful(DateTimeOffset from, TimeZoneInfo zone) => from == DateTimeOffset.MaxValue ? from : pack.Opens(Channel.Sms, from, zone.Id, election);
        var opens = Meet(at, from => Day(zones.Aggregate(from, Lawful), zones));
        return opens < DateTimeOffset.MaxValue || zones.Count == 1 ? opens : Meet(at, from => Day(Lawful(from, campaign), zones));
    }

    /// <summary>Whether a text may ring at this number now by the limit alone.</summary>
    public bool IsNight(string numberKey, DateTimeOffset at) => Morning(numberKey, nation.Facts.Zone, at) is not null;

    /// <returns>When the night at this number ends by the limit alone; null where it is day.</returns>
    public static DateTimeOffset? Morning(string numberKey, TimeZoneInfo campaign, DateTimeOffset at) => Day(at, Zones(numberKey, campaign)) is var morning && morning > at ? morning : null;

    private static IReadOnlyList<TimeZoneInfo> Zones(string numberKey, TimeZoneInfo campaign) => NumberZones.Of(numberKey) is { Count: > 0 } zones ? zones : [campaign];

    private static DateTimeOffset Day(DateTimeOffset at, IReadOnlyList<TimeZoneInfo> zones) => Meet(at, from => zones.Aggregate(from, Within));

    /// <summary>The first instant that all who have a say leave as it is.</summary>
    private static DateTimeOffset Meet(DateTimeOffset at, Func<DateTimeOffset, DateTimeOffset> later)
    {
        for (var step = 0; step < MostSteps; step++)
        {
            var next = later(at);
            if (next == at) return at;
            at = next;
        }

        return DateTimeOffset.MaxValue;
    }

    private static DateTimeOffset Within(DateTimeOffset at, TimeZoneInfo rules)
    {
        if (at == DateTimeOffset.MaxValue) return at;
        var local = TimeZoneInfo.ConvertTime(at, rules).DateTime;
        var time = TimeOnly.FromDateTime(local);
        if (time >= Earliest && time < Latest) return at;
        var morning = DateOnly.FromDateTime(local).AddDays(time < Earliest ? 0 : 1).ToDateTime(Earliest);
        return new DateTimeOffset(morning, rules.GetUtcOffset(morning)).ToUniversalTime();
    }
}
