namespace Preau.Law;

public enum Publication
{
    Page,
    Event,
    GiftPage,
    Advert,
}

/// <summary>Something about to be made public or changed in public.</summary>
public sealed record PublishFacts
{
    public required DateTimeOffset At { get; init; }
    public required Publication Publication { get; init; }
    public required ElectionFacts? Election { get; init; }
    public string? Territory { get; init; }

    /// <summary>Who collects, for pages that ask for money.</summary>
    public CollectorFacts? Collector { get; init; }
}
