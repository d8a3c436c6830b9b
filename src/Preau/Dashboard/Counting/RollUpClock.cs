namespace Preau.Dashboard.Counting;

/// <summary>By which clock the nation's days were told when they were counted. Under another one, all of them are counted anew.</summary>
public sealed class RollUpClock : IDerived
{
    public NationId NationId { get; set; }
    public required string TimeZone { get; set; }
}
