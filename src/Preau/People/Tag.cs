namespace Preau.People;

public sealed class Tag : INumbered
{
    public NationId NationId { get; set; }
    public long Id { get; set; }
    public required string Name { get; set; }

    /// <summary>The name folded; unique in the nation.</summary>
    public required string NameKey { get; set; }
}

public sealed class PersonTag : ISayingBy
{
    long ISayingBy.SubjectId => TagId;

    public NationId NationId { get; set; }
    public long TagId { get; init; }
    public long PersonId { get; init; }
    public DateTimeOffset AddedAt { get; init; }
}
