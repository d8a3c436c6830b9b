namespace Preau.Electors;

/// <summary>The lists of a French roll that somebody is on. A citizen of another country of the Union may be on both complementary ones.</summary>
[Flags]
public enum RollLists
{
    None = 0,

    /// <summary>Liste principale.</summary>
    Main = 1,

    /// <summary>Liste complémentaire municipale.</summary>
    Municipal = 2,

    /// <summary>Liste complémentaire européenne.</summary>
    European = 4,
}

/// <summary>Where somebody is on the electoral roll, as the last roll that named them said. What they told the campaign of themselves is not here.</summary>
public sealed class Registration : IPersonOwned
{
    public NationId NationId { get; set; }
    public long PersonId { get; init; }

    /// <summary>The INSEE code of the commune.</summary>
    public required string CommuneCode { get; set; }

    /// <summary>Null where the roll names none.</summary>
    public long? PollingStationId { get; set; }

    /// <summary><see cref="RollLists"/> as a number, so that the store can take them apart.</summary>
    public int Lists { get; set; }

    /// <summary>Neither unique nor lasting: shown, never a key.</summary>
    public string? OrderNumber { get; set; }
    public required string BirthName { get; set; }
    public string? UsageName { get; set; }
    public required string GivenNames { get; set; }

    /// <summary>Where the roll knows no more than the year.</summary>
    public int? BirthYear { get; set; }

    /// <summary>By what the next roll knows the elector again (<see cref="Roll.RollEntry.Key"/>); also the order of a station's list.</summary>
    public required string ElectorKey { get; set; }

    /// <summary>Where there are two names: the one at birth with the first given name and the date of birth, as they are looked for (<see cref="RollNames"/>).</summary>
    public string? BirthKey { get; set; }

    /// <summary>The same of the name in use.</summary>
    public string? UsageKey { get; set; }

    /// <summary>The roll that named them first, and its date.</summary>
    public long? SinceImportId { get; set; }
    public DateOnly? SinceOn { get; set; }

    /// <summary>The last roll that named them, and on which lists: how the end of an import knows whom it did not name.</summary>
    public long? SeenImportId { get; set; }
    public int SeenLists { get; set; }

    /// <summary>The date of the roll that did not name them any more. The record of the person stays.</summary>
    public DateOnly? StruckOffOn { get; set; }
}
