using System.Text.Json;
using System.Text.Json.Serialization;
using Preau.Imports.Batches;

namespace Preau.Electors.Roll;

/// <summary>All of a registration that an undo puts back, as the journal of an import writes it.</summary>
internal sealed record RegistrationFacts(
    string Commune, long? Station, RollLists Lists, string? Order, string BirthName, string? UsageName, string GivenNames, int? BirthYear, string Key, long? SinceImport, DateOnly? SinceOn, DateOnly? StruckOffOn)
{
    public static RegistrationFacts Of(Registration r) =>
        new(r.CommuneCode, r.PollingStationId, (RollLists)r.Lists, r.OrderNumber, r.BirthName, r.UsageName, r.GivenNames, r.BirthYear, r.ElectorKey, r.SinceImportId, r.SinceOn, r.StruckOffOn);

    [JsonIgnore]
    public string? BirthKey => UsageName is null ? null : RollEntry.NamedKeyOf(BirthName, GivenNames, Key);

    [JsonIgnore]
    public string? UsageKey => UsageName is null ? null : RollEntry.NamedKeyOf(UsageName, GivenNames, Key);

    public string Write() => JsonSerializer.Serialize(this);

    public static RegistrationFacts Read(string json) => JsonSerializer.Deserialize<RegistrationFacts>(json)!;
}

/// <summary>A registration as the rows of a batch leave it.</summary>
internal sealed class RegistrationDraft
{
    private RegistrationDraft(Draft person, RegistrationFacts? before) => (Person, Before) = (person, before);

    public Draft Person { get; }

    /// <summary>Null where the person was on no roll.</summary>
    public RegistrationFacts? Before { get; }

    /// <summary>The one of <see cref="RegistrationFacts.Station"/>, which has no number before it is written.</summary>
    public StationDraft? Station { get; private set; }
    public string? StationKeyBefore { get; private init; }

    /// <summary>The last roll that named them before this batch, and on which lists.</summary>
    public (long ImportId, RollLists Lists)? SeenBefore { get; private init; }
    public RollEntry? Entry { get; private set; }
    public RollLists Lists { get; private set; }

    /// <summary>The lists on which this very file named them already.</summary>
    public RollLists SeenLists { get; private set; }

    /// <summary>Where this very file named them.</summary>
    public string? Place { get; private set; }
    public string? SeenCommune { get; private set; }
    public long? SinceImport { get; private set; }
    public DateOnly? SinceOn { get; private set; }
    public bool IsSeen => SeenLists != RollLists.None;
    public bool IsLive => Entry is not null || Before is { StruckOffOn: null };
    public RollChangeKind? Change { get; private set; }

    public static RegistrationDraft New(Draft person) => new(person, null);

    public static RegistrationDraft Of(Draft person, Registration row, string? stationKey, long importId) => new(person, RegistrationFacts.Of(row))
    {
        Lists = (RollLists)row.Lists, SinceImport = row.SinceImportId, SinceOn = row.SinceOn, StationKeyBefore = stationKey, SeenBefore = row.SeenImportId is { } seen ? (seen, (RollLists)row.SeenLists) : null,
        SeenLists = row.SeenImportId == importId ? (RollLists)row.SeenLists : RollLists.None, SeenCommune = row.SeenImportId == importId ? row.CommuneCode : null,
        Place = row.SeenImportId == importId ? RollEntry.PlaceOf(row.CommuneCode, stationKey, row.OrderNumber) : null,
    };

    /// <summary>The first row of the file that names them.</summary>
    /// <param name="wasKnown">Whether a roll of the commune was there before this one.</param>
    public void Meet(RollEntry entry, StationDraft? station, bool wasKnown, long importId, DateOnly listedOn)
    {
        (Entry, Station, Place, SeenCommune, SeenLists) = (entry, station, entry.Place, entry.Commune, entry.List);
        // Whether they left one of their lists is known when the whole file is read.
        Lists = Before is { StruckOffOn: null } && Before.Commune == entry.Commune ? Lists | entry.List : entry.List;
        if (Before is null) (SinceImport, SinceOn) = (importId, listedOn);
        Change = Before switch
        {
            null => wasKnown ? RollChangeKind.Listed : null,
            { StruckOffOn: not null } => RollChangeKind.Returned,
            _ when Before.Commune != entry.Commune => RollChangeKind.MovedCommune,
            _ when StationKeyBefore != station?.CodeKey => RollChangeKind.Moved,
            _ => null,
        };
    }

    /// <summary>A second row: the other complementary list.</summary>
    public void Also(RollLists list) => (Lists, SeenLists) = (Lists | list, SeenLists | list);

    /// <summary>As it is to be written; the numbers of stations are known by then.</summary>
    public RegistrationFacts Now() => Entry is { } e
        ? new(e.Commune, Station?.Id, Lists, e.OrderNumber, e.BirthName, e.UsageName, e.GivenNames, e.BirthYear, e.Key, SinceImport, SinceOn, null)
        : Before! with { Lists = Lists };

    /// <summary>Whether anything is another than before, apart from having been named again.</summary>
    public bool IsChanged => Before is null || Change is not null || Lists != Before.Lists || (Entry is { } e && (e.OrderNumber, e.BirthName, e.UsageName, e.GivenNames, e.BirthYear, e.Key) != (Before.Order, Before.BirthName, Before.UsageName, Before.GivenNames, Before.BirthYear, Before.Key));
}

/// <summary>A polling station as the rows of a batch leave it.</summary>
internal sealed class StationDraft
{
    public long Id { get; set; }
    public bool IsNew { get; init; }
    public required string Commune { get; init; }
    public required string CommuneName { get; init; }
    public required string Code { get; init; }
    public required string CodeKey { get; init; }
    public required string Name { get; set; }
    public string? Constituency { get; set; }
    public string? Canton { get; set; }

    /// <summary>Named by this very file before: the first row that names it has the say.</summary>
    public bool IsSeen { get; set; }
    public string? NameBefore { get; private set; }
    public DateOnly? ClosedOn { get; private set; }
    public bool IsReopened { get; private set; }
    public bool IsNamed { get; private set; }

    public static StationDraft Of(PollingStation station, long importId) => new()
    {
        Id = station.Id, Commune = station.CommuneCode, CommuneName = station.CommuneName, Code = station.Code, CodeKey = station.CodeKey, Name = station.Name, Constituency = station.Constituency, Canton = station.Canton,
        ClosedOn = station.ClosedOn, IsSeen = station.SeenImportId == importId,
    };

    public void Meet(RollEntry entry)
    {
        if (IsSeen) return;
        (IsSeen, IsNamed, IsReopened) = (true, true, ClosedOn is not null);
        (Constituency, Canton) = (entry.Constituency ?? Constituency, entry.Canton ?? Canton);
        if (IsNew || entry.StationName is not { } name || Shared.NameKey.Of(name) == Shared.NameKey.Of(Name)) return;
        (NameBefore, Name) = (Name, name);
    }
}
