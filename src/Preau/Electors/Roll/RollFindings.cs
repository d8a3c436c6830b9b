namespace Preau.Electors.Roll;

/// <summary>What a roll comes to, counted: of a batch, or of the whole file when it is tried.</summary>
public sealed class RollCounts
{
    public long Listed { get; set; }
    public long Moved { get; set; }
    public long MovedCommune { get; set; }
    public long Returned { get; set; }
    public long StruckOff { get; set; }
    public long Collapsed { get; set; }
    public long Unplaced { get; set; }
    public long Undated { get; set; }
    public long Objected { get; set; }
}

/// <summary>An elector, and what happens to them.</summary>
public sealed record RollSample(RollChangeKind Kind, long? PersonId, string Name, string? From, string? To);

public sealed record StationSample(StationChangeKind Kind, string Commune, string Code, string Name, string? Before);

public sealed record CommuneFound(string Code, string Name, long Rows, long FirstLine, bool IsNew);

/// <summary>What a roll would do, kept with the trial of its import.</summary>
public sealed record RollFindings(RollCounts Counts, IReadOnlyList<RollSample> Electors, IReadOnlyList<StationSample> Stations, IReadOnlyDictionary<StationChangeKind, long> StationCounts, IReadOnlyList<CommuneFound> Communes, long CommuneCount)
{
    public const int Kept = 50;

    /// <summary>Whether somebody may be missing only because their row would be refused.</summary>
    public bool IsSparing { get; init; }

    public long Of(StationChangeKind kind) => StationCounts.GetValueOrDefault(kind);
}
