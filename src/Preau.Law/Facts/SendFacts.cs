namespace Preau.Law;

/// <summary>What a choice of recipients is based on, where a rule cares.</summary>
public enum Criterion
{
    /// <summary>The 1–5 support level that canvassers record.</summary>
    SupportLevel,

    /// <summary>A computed likelihood of support, turnout or opinion.</summary>
    Score,

    /// <summary>A value that is known only from the electoral roll.</summary>
    RollOnly,
}

/// <summary>A message about to be sent, or a list about to be called.</summary>
public sealed record SendFacts
{
    public required DateTimeOffset At { get; init; }
    public required Channel Channel { get; init; }

    /// <summary>False for messages that carry no propaganda: receipts, sign-in, an answer to a request.</summary>
    public bool IsPropaganda { get; init; } = true;

    /// <summary>True as soon as recipients or content are chosen by what is known of them.</summary>
    public bool IsTargeted { get; init; }

    public IReadOnlySet<Criterion> Criteria { get; init; } = new HashSet<Criterion>();
    public required ElectionFacts? Election { get; init; }

    /// <summary>Where the recipients vote; null asks every territory's clock.</summary>
    public string? Territory { get; init; }

    /// <summary>Does the message say who sends it, and how to stop it?</summary>
    public bool HasSender { get; init; } = true;
    public bool HasOptOut { get; init; } = true;
}

/// <summary>One recipient, as far as consent goes.</summary>
public sealed record RecipientFacts(IReadOnlySet<Purpose> Consents, DateOnly? BornOn = null);
