namespace Preau.Law;

public enum ElectionKind
{
    Municipal,
    Departmental,
    Regional,
    Legislative,
    Senatorial,
    European,
    Presidential,
    Referendum,
    Other,
}

/// <summary>A day on which one territory votes. Some territories vote a day earlier, and all by their own clock.</summary>
public sealed record PollDay(DateOnly Day, string TimeZone, TimeOnly? ClosesAt = null, string? Territory = null);

/// <summary>The election that a campaign stands in, as far as rules ask about it.</summary>
public sealed record ElectionFacts
{
    public required ElectionKind Kind { get; init; }

    /// <summary>Every round and territory, those at home first; never empty.</summary>
    public required IReadOnlyList<PollDay> Polls { get; init; }

    public bool IsByElection { get; init; }

    /// <summary>The resignation, death or annulment that caused a by-election or an early election.</summary>
    public DateOnly? TriggerEventOn { get; init; }

    /// <summary>When the campaign account was filed; null while it is open.</summary>
    public DateOnly? AccountFiledOn { get; init; }

    public int? Population { get; init; }

    /// <summary>The legal ceiling of spending, where it is known.</summary>
    public long? SpendingCeilingCents { get; init; }

    /// <summary>The day that laws count from: the first round at home, wherever some vote a day earlier.</summary>
    public DateOnly FirstPollOn => Polls.Where(p => p.Territory == Home).Min(p => p.Day);

    /// <summary>Where most vote; null where all vote together.</summary>
    public string? Home => Polls[0].Territory;

    public string TimeZone => Polls[0].TimeZone;
}
