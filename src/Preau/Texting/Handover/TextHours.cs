using Preau.Law;

namespace Preau.Texting;

/// <summary>
/// When texts that nobody asked for may leave: within the hours of the law, and never outside of eight to ten in the evening whatever a law or a setting says; by the clock of
/// the number where its beginning tells it (<see cref="NumberZones"/>), else by the campaign's.
/// </summary>
public sealed class TextHours(CampaignLaw law, CurrentNation nation)
{
    public static readonly TimeOnly Earliest = new(8, 0), Latest = new(22, 0);

    // Hours of a law and ours that never meet would be looked for without end.
    private const int MostSteps = 60;

    /// <returns>Null where it may leave now, else when it may: <see cref="DateTimeOffset.MaxValue"/> for never.</returns>
    public async Task<DateTimeOffset?> Opens(string numberKey, DateTimeOffset at, CancellationToken ct)
    {
        var opens = Opens(law.Pack, NumberZones.Of(numberKey) ?? nation.Facts.TimeZone, at, await law.Election(ct));
        return opens > at ? opens : null;
    }

    /// <summary>The given instant, or the next one at which both the law and the limit let texts leave by this clock.</summary>
    public static DateTimeOffset Opens(Pack pack, string zone, DateTimeOffset at, ElectionFacts? election)
    {
        var opens = at;
        for (var step = 0; step < MostSteps; step++)
        {
            var next = Within(pack.Opens(Channel.Sms, opens, zone, election), zone);
            if (next == opens) return opens;
            opens = next;
        }

        return DateTimeOffset.MaxValue;
    }

    /// <summary>Whether a text may ring at this number now by the limit alone.</summary>
    public bool IsNight(string numberKey, DateTimeOffset at) => Morning(numberKey, nation.Facts.TimeZone, at) is not null;

    /// <returns>When the night at this number ends by the limit alone; null where it is day.</returns>
    public static DateTimeOffset? Morning(string numberKey, string campaignZone, DateTimeOffset at) => Within(at, NumberZones.Of(numberKey) ?? campaignZone) is var morning && morning > at ? morning : null;

    private static DateTimeOffset Within(DateTimeOffset at, string zone)
    {
        if (at == DateTimeOffset.MaxValue) return at;
        var rules = TimeZoneInfo.FindSystemTimeZoneById(zone);
        var local = TimeZoneInfo.ConvertTime(at, rules).DateTime;
        var time = TimeOnly.FromDateTime(local);
        if (time >= Earliest && time < Latest) return at;
        var morning = DateOnly.FromDateTime(local).AddDays(time < Earliest ? 0 : 1).ToDateTime(Earliest);
        return new DateTimeOffset(morning, rules.GetUtcOffset(morning)).ToUniversalTime();
    }
}
