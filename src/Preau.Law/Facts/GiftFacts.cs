namespace Preau.Law;

public enum PaymentMethod
{
    Card,
    Cheque,
    Transfer,
    DirectDebit,
    Cash,
}

public enum DonorRole
{
    Supporter,
    Candidate,
    RunningMate,
    Agent,
}

/// <summary>The donor as declared. Countries are ISO 3166 two-letter codes.</summary>
public sealed record DonorFacts
{
    public string? FirstName { get; init; }
    public string? LastName { get; init; }
    public string? Nationality { get; init; }

    /// <summary>Street, postcode, town and country of the tax domicile.</summary>
    public string? Street { get; init; }
    public string? Postcode { get; init; }
    public string? City { get; init; }
    public string? Country { get; init; }

    /// <summary>"I give as a natural person."</summary>
    public bool AttestsNaturalPerson { get; init; }

    /// <summary>"The money comes from my own account."</summary>
    public bool AttestsOwnAccount { get; init; }

    /// <summary>Country of the card, where the gateway said it.</summary>
    public string? CardCountry { get; init; }
    public DonorRole Role { get; init; }
}

/// <summary>One gift that somebody wants to make, with what the campaign already has of that donor.</summary>
public sealed record GiftFacts
{
    public required DateTimeOffset At { get; init; }
    public required long AmountCents { get; init; }
    public required string Currency { get; init; }
    public required PaymentMethod Method { get; init; }
    public required DonorFacts Donor { get; init; }
    public required CollectorFacts Collector { get; init; }

    /// <summary>Null while the campaign has not said which election it stands in: then no money is taken where a rule needs it.</summary>
    public required ElectionFacts? Election { get; init; }

    /// <summary>What this donor gave before for the same election, paid and not given back.</summary>
    public long PriorSettledCents { get; init; }

    /// <summary>What this donor has under way and may still turn into money.</summary>
    public long PriorPendingCents { get; init; }

    /// <summary>All cash gifts of the campaign so far, without this one.</summary>
    public long CashTotalCents { get; init; }
}
