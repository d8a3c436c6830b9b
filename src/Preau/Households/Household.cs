namespace Preau.Households;

/// <summary>People who live together. Which there are follows from addresses and surnames; a name of its own and what it was joined to are somebody's word.</summary>
public sealed class Household : INumbered, IDerived
{
    public NationId NationId { get; set; }
    public long Id { get; set; }

    /// <summary>The address folded (<see cref="AddressKey"/>); «#12» for one that somebody made by hand.</summary>
    public required string HomeKey { get; init; }

    /// <summary>At a building with many surnames, one of those of this household; empty where the address is one household.</summary>
    public required string SurnameKey { get; init; }

    /// <summary>Whoever belongs here by the rules belongs there instead.</summary>
    public long? JoinedIntoId { get; set; }
    public string Name { get; set; } = "";
    public string NameKey { get; set; } = "";

    /// <summary>Named by hand: the members' surnames change nothing any more.</summary>
    public bool IsNamed { get; set; }
    public string Line1 { get; set; } = "";
    public string Line2 { get; set; } = "";
    public string Postcode { get; set; } = "";
    public string City { get; set; } = "";
    public string Country { get; set; } = "";
    public string CityKey { get; set; } = "";

    /// <summary>The street without its kind, the number behind: «victor hugo 00012 rue», as people search for it.</summary>
    public string StreetKey { get; set; } = "";
    public int MemberCount { get; set; }

    // Keys of addresses begin with a country.
    internal const string OwnStart = "#";
    internal const string OwnEnd = "$";

    public static string OwnKey(long id) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{OwnStart}{id}");
}

/// <summary>Where somebody belongs by the rules, and where they live now: nowhere when they were taken out.</summary>
public sealed class HouseholdMember : IPersonOwned, IDerived
{
    public NationId NationId { get; set; }
    public long PersonId { get; init; }

    /// <summary>Empty where no address is known.</summary>
    public required string HomeKey { get; init; }
    public required string SurnameKey { get; init; }
    public long? HouseholdId { get; init; }
}

public enum CorrectionKind
{
    Moved,
    TakenOut,
    Split,
    Joined,
    Renamed,
    LeftToRules,
}

/// <summary>What somebody corrected, once: it holds whatever the rules say later, until it is taken back.</summary>
public sealed class HouseholdCorrection : INumbered
{
    public NationId NationId { get; set; }
    public long Id { get; set; }
    public CorrectionKind Kind { get; init; }

    /// <summary>The households it was about; either may be gone since.</summary>
    public long? IntoId { get; init; }
    public long? FromId { get; init; }

    /// <summary>The names of a household that was renamed; empty is that of its members.</summary>
    public string? NameBefore { get; set; }
    public string? NameAfter { get; set; }
    public long? AccountId { get; init; }
    public DateTimeOffset At { get; init; }
    public DateTimeOffset? UndoneAt { get; set; }
}

/// <summary>Where a correction puts somebody. Of several, the last one holds.</summary>
public sealed class HouseholdPlacement : INumbered, IPersonOwned
{
    public NationId NationId { get; set; }
    public long Id { get; set; }
    public long PersonId { get; init; }
    public long HouseholdCorrectionId { get; init; }

    /// <summary>None: in no household.</summary>
    public long? HouseholdId { get; init; }

    /// <summary>The rules decide again, whatever was said before.</summary>
    public bool IsByRules { get; init; }
    public DateTimeOffset At { get; init; }
}

public enum RunState
{
    Running,
    Done,
    Cancelled,
}

/// <summary>All households being worked out anew, after the rules changed.</summary>
public sealed class HouseholdRun : INumbered
{
    public NationId NationId { get; set; }
    public long Id { get; set; }
    public RunState State { get; set; }

    /// <summary>People looked at so far.</summary>
    public long Done { get; set; }
    public long LastPersonId { get; set; }
    public long? AccountId { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? EndedAt { get; set; }
}
