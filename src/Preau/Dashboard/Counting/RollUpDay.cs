namespace Preau.Dashboard.Counting;

/// <summary>What one day of the nation's calendar adds up to. Nothing else is read where a screen shows a number.</summary>
public sealed class RollUpDay : IDerived
{
    public NationId NationId { get; set; }
    public Measure Measure { get; init; }
    public DateOnly Day { get; init; }

    /// <summary>Where a contact came from («import:3»), on which page somebody signed; empty where there is nothing to tell apart.</summary>
    public required string Source { get; init; }
    public long Count { get; init; }
    public long Cents { get; init; }
}
