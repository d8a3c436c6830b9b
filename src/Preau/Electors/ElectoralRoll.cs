namespace Preau.Electors;

/// <summary>A roll that was handed to the campaign: by whom, of which day, who undertook to use it as the law says (art. L.37), and what bringing it in changed.</summary>
public sealed class ElectoralRoll : IOwned
{
    public NationId NationId { get; set; }
    public long ImportId { get; init; }

    /// <summary>The town hall or prefecture that delivered it.</summary>
    public required string Authority { get; set; }

    /// <summary>The day of which it is the list.</summary>
    public DateOnly ListedOn { get; set; }

    /// <summary>Whether it names everybody of its communes on its lists: only then is whoever it does not name struck off.</summary>
    public bool IsComplete { get; set; }

    /// <summary>The sentence that was undertaken.</summary>
    public required string Undertaking { get; set; }
    public required string AttestedBy { get; set; }
    public long? AttestedById { get; set; }
    public DateTimeOffset AttestedAt { get; set; }

    /// <summary>The signed paper, where one was kept: what it was called, and where it lies below the data folder.</summary>
    public string? PaperName { get; set; }
    public string? PaperPath { get; set; }
    public long ListedCount { get; set; }
    public long MovedCount { get; set; }
    public long MovedCommuneCount { get; set; }
    public long ReturnedCount { get; set; }
    public long StruckOffCount { get; set; }

    /// <summary>Second rows of people who are on both complementary lists.</summary>
    public long CollapsedCount { get; set; }

    /// <summary>Without a polling station.</summary>
    public long UnplacedCount { get; set; }

    /// <summary>Without a whole date of birth.</summary>
    public long UndatedCount { get; set; }

    /// <summary>Left out, because they objected to the use of the roll.</summary>
    public long ObjectedCount { get; set; }
}

/// <summary>A commune of a roll that was brought in.</summary>
public sealed class RollCommune : IDerived
{
    public NationId NationId { get; set; }
    public long ImportId { get; init; }
    public required string Code { get; init; }

    /// <summary>As its first row spells it.</summary>
    public required string Name { get; init; }

    /// <summary>The lists that the file holds of it.</summary>
    public int Lists { get; set; }

    /// <summary>No roll of it was brought in before.</summary>
    public bool IsNew { get; init; }
    public long RowCount { get; set; }
    public long FirstLine { get; init; }
}

public enum RollChangeKind
{
    /// <summary>On the roll of a commune that was known, and was not before.</summary>
    Listed,

    /// <summary>To another polling station of the same commune.</summary>
    Moved,
    MovedCommune,

    /// <summary>Was struck off, and is there again.</summary>
    Returned,
    StruckOff,
}

/// <summary>What a roll changed for an elector, to be listed.</summary>
public sealed class RollChange : IPersonOwned, IDerived
{
    public NationId NationId { get; set; }
    public long ImportId { get; init; }
    public long PersonId { get; init; }
    public RollChangeKind Kind { get; init; }
    public string? FromCommune { get; init; }
    public string? ToCommune { get; init; }
    public long? FromStationId { get; init; }
    public long? ToStationId { get; init; }
}

public enum StationChangeKind
{
    Created,
    Renamed,
    Closed,
    Reopened,
}

/// <summary>What a roll changed of a polling station: to be listed, and taken back.</summary>
public sealed class StationChange : IDerived
{
    public NationId NationId { get; set; }
    public long ImportId { get; init; }
    public long StationId { get; init; }
    public StationChangeKind Kind { get; init; }
    public string? Before { get; init; }
    public string? After { get; init; }
}
