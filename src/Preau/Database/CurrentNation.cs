namespace Preau;

/// <summary>What every part needs to know of the nation it works in.</summary>
public sealed record NationFacts(NationId Id, string Slug, string Name, string TimeZone, string Language, string Currency, string Country)
{
    public TimeZoneInfo Zone => TimeZoneInfo.FindSystemTimeZoneById(TimeZone);

    public DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, Zone).DateTime);
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
