namespace Preau;

/// <summary>What every part needs to know of the nation it works in.</summary>
public sealed record NationFacts(NationId Id, string Slug, string Name, string TimeZone, string Language, string Currency, string Country)
{
    public TimeZoneInfo Zone => TimeZoneInfo.FindSystemTimeZoneById(TimeZone);

    public DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, Zone).DateTime);

    /// <summary>
    /// The first instant of a day; where the clock is put back over midnight, the first of the two. Days before 1000 and after 9000, which
    /// nobody means, stop there: stores and clocks have an end.
    /// </summary>
    public DateTimeOffset StartOf(DateOnly day)
    {
        var midnight = (day.Year < 1000 ? new DateOnly(1000, 1, 1) : day.Year > 9000 ? new DateOnly(9000, 1, 1) : day).ToDateTime(TimeOnly.MinValue);
        var offset = Zone.IsAmbiguousTime(midnight) ? Zone.GetAmbiguousTimeOffsets(midnight).Max() : Zone.GetUtcOffset(midnight);
        var start = new DateTimeOffset(midnight, offset).ToUniversalTime();
        // Where the clock is put forward over midnight there is none: the day begins with one in the morning.
        return DayOf(start).Day == midnight.Day ? start : start.AddHours(1);
    }
}

/// <summary>The nation of this request, job or command. Without one, questions about nations' rows are answered with nothing.</summary>
public sealed class CurrentNation
{
    private NationFacts? facts;

    public NationId Id => facts?.Id ?? NationId.None;

    public bool IsEntered => facts is not null;

    public NationFacts Facts => facts ?? throw new InvalidOperationException("No nation was entered.");

    /// <summary>A scope stays in the nation it entered: to work in another, open another scope.</summary>
    public void Enter(NationFacts nation)
    {
        if (facts is not null && facts.Id != nation.Id) throw new InvalidOperationException($"This scope works in nation {facts.Id}, it cannot enter {nation.Id}.");
        facts = nation;
    }
}
