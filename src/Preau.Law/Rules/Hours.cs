using System.Globalization;
using Preau.Law.Yaml;

namespace Preau.Law.Rules;

/// <summary>
/// At which hours of the day messages to many may leave, by the clock of the campaign: whoever is in another zone gets them at other hours of theirs.
/// It stops none of them: outside of its hours they wait. Not asked for a message to one person, nor for what carries no propaganda.
/// </summary>
public sealed record Hours(RuleHeader Header, IReadOnlyList<Channel> Channels, IReadOnlyList<DayOfWeek> Days, TimeOnly FromTime, TimeOnly ToTime, IReadOnlyList<Holiday> Except) : Rule(Header)
{
    // A week of holidays is nobody's law.
    private const int MostDays = 60;

    public Outcome Judge(SendFacts facts, string zone) => Breach(facts.IsPropaganda && Channels.Contains(facts.Channel) && Opens(facts.At, zone) > facts.At);

    /// <summary>The instant itself where it is within the hours; else the next one that is.</summary>
    public DateTimeOffset Opens(DateTimeOffset at, string zone)
    {
        var day = LocalTime.DayOf(at, zone);
        for (var last = day.AddDays(MostDays); day <= last; day = day.AddDays(1))
        {
            if (!Days.Contains(day.DayOfWeek) || Except.Any(h => h.IsOn(day)))
            {
                continue;
            }
            if (at < LocalTime.At(day, ToTime, zone))
            {
                var from = LocalTime.At(day, FromTime, zone);
                return at > from ? at : from;
            }
        }
        return DateTimeOffset.MaxValue;
    }

    /// <summary>The end of the hours that the instant is within.</summary>
    public DateTimeOffset Closes(DateTimeOffset at, string zone) => LocalTime.At(LocalTime.DayOf(at, zone), ToTime, zone);

    internal static Hours Read(RuleHeader header, YamlMap map)
    {
        var rule = new Hours(
            header,
            map.Words<Channel>("channels"),
            map.Words<DayOfWeek>("days"),
            map.Time("from") ?? throw map.Wrong("'from' is missing"),
            map.Time("to") ?? throw map.Wrong("'to' is missing"),
            [.. map.Texts("except").Select(t => Holiday.Read(t) ?? throw map.Wrong($"'{t}' is no holiday: write 05-01, or easter+1"))]);
        return rule.Days.Count == 0 || rule.FromTime >= rule.ToTime ? throw map.Wrong("'days' is empty, or 'from' is not before 'to'") : rule;
    }
}

/// <summary>A day of every year: of the calendar («05-01»), or so many days from Easter Sunday («easter+39»).</summary>
public sealed record Holiday(int Month, int Day, int? AfterEaster)
{
    private const string Easter = "easter";

    public bool IsOn(DateOnly day) => AfterEaster is { } days ? day == EasterOf(day.Year).AddDays(days) : (day.Month, day.Day) == (Month, Day);

    internal static Holiday? Read(string text)
    {
        if (text.StartsWith(Easter, StringComparison.Ordinal))
        {
            return int.TryParse(text.AsSpan(Easter.Length), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var days) ? new(0, 0, days) : null;
        }
        return DateOnly.TryParseExact("2024-" + text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? new(day.Month, day.Day, null) : null;
    }

    /// <summary>The Gregorian Easter, after the anonymous method of 1876 (Meeus, Astronomical Algorithms, 8).</summary>
    private static DateOnly EasterOf(int year)
    {
        var (a, b, c) = (year % 19, year / 100, year % 100);
        var h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
        var l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
        var m = (a + 11 * h + 22 * l) / 451;
        var sum = h + l - 7 * m + 114;
        return new DateOnly(year, sum / 31, sum % 31 + 1);
    }
}
