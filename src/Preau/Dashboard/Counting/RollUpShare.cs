namespace Preau.Dashboard.Counting;

/// <summary>
/// What one person adds to one day. The days are the sum of these, always: whatever happens to a person, their shares go out of the days and
/// new ones come in, so nothing is counted twice and nothing that is gone stays counted.
/// </summary>
public sealed class RollUpShare : IPersonOwned, IDerived
{
    public NationId NationId { get; set; }
    public long PersonId { get; init; }
    public Measure Measure { get; init; }
    public DateOnly Day { get; init; }
    public required string Source { get; init; }
    public long Count { get; init; }
    public long Cents { get; init; }
}
