namespace Preau.People;

public sealed class Note : INumbered, IPersonOwned
{
    public NationId NationId { get; set; }
    public long Id { get; set; }
    public long PersonId { get; init; }

    /// <summary>The account that wrote it; none when it came with a file.</summary>
    public long? AuthorId { get; init; }
    public required string Text { get; set; }
    public DateTimeOffset At { get; init; }
}

/// <summary>Where a value of a person came from, because the law asks: the latest source of each field.</summary>
public sealed class Provenance : IPersonOwned, IDerived
{
    /// <summary>The field that stands for all values without a row of their own: those that a person came with.</summary>
    public const string Everything = "*";

    public NationId NationId { get; set; }
    public long PersonId { get; init; }

    /// <summary>«last_name», «email», «address:home», «custom:skills».</summary>
    public required string Field { get; init; }

    /// <summary>«import:12», «page:3», «panel», «roll».</summary>
    public required string Source { get; set; }
    public DateTimeOffset At { get; set; }
}
