namespace Preau.Law.Rules;

internal static class LocalTime
{
    public static DateOnly DayOf(DateTimeOffset at, string zone) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, TimeZoneInfo.FindSystemTimeZoneById(zone)).DateTime);

    /// <summary>The instant of a wall clock. A time that the clock skips is the first one after it.</summary>
    public static DateTimeOffset At(DateOnly day, TimeOnly time, string zone)
    {
        var rules = TimeZoneInfo.FindSystemTimeZoneById(zone);
        var local = day.ToDateTime(time);
        while (rules.IsInvalidTime(local))
        {
            local = local.AddMinutes(15);
        }
        return new DateTimeOffset(local, rules.GetUtcOffset(local)).ToUniversalTime();
    }
}
