using Microsoft.EntityFrameworkCore;
using Preau.Imports.Batches;

namespace Preau.Electors.Roll;

/// <summary>What a trial remembers from batch to batch, since nothing of it is written: whom the file named, which stations, and the differences so far.</summary>
internal sealed class RollMemory(RefusedCommunes refused)
{
    private readonly List<RollSample> electors = [];
    private readonly List<StationSample> stations = [];
    private readonly Dictionary<StationChangeKind, long> stationCounts = [];
    private readonly Dictionary<RollChangeKind, int> kept = [];

    /// <summary>A row that named an elector; place and commune as fingerprints, since a million of them are kept.</summary>
    public readonly record struct Sighting(RollLists Lists, ulong Place, ulong Commune)
    {
        public static Sighting Of(RollLists lists, string place, string commune) => new(lists, Fingerprint.Of(place), Fingerprint.Of(commune));
    }

    /// <summary>By the fingerprint of the elector's key.</summary>
    public Dictionary<ulong, Sighting> Sighted { get; } = [];

    /// <summary>On which lists the file named people who are on a roll.</summary>
    public Dictionary<long, RollLists> Seen { get; } = [];
    public Dictionary<(string, string), StationDraft> Stations { get; } = [];
    public Dictionary<string, CommuneDraft> Communes { get; } = new(StringComparer.Ordinal);
    public RollCounts Counts { get; } = new();
    public RefusedCommunes Refused => refused;

    /// <summary>Rolls of a later day that are in: whom they named is not missing.</summary>
    public NewerRolls Newer { get; set; } = new();

    public void Note(StationDraft station, StationChangeKind kind)
    {
        stationCounts[kind] = stationCounts.GetValueOrDefault(kind) + 1;
        if (stations.Count(s => s.Kind == kind) < RollFindings.Kept) stations.Add(new(kind, station.Commune, station.Code, station.Name, station.NameBefore));
    }

    public void Note(RollChangeKind kind, long? personId, string name, string? from, string? to)
    {
        if (kept.GetValueOrDefault(kind) >= RollFindings.Kept) return;
        kept[kind] = kept.GetValueOrDefault(kind) + 1;
        electors.Add(new(kind, personId, name, from, to));
    }

    public RollFindings Found() => new(Counts, electors, stations, stationCounts, [.. Communes.Values.OrderByDescending(c => c.IsNew).ThenBy(c => c.FirstLine).Take(RollFindings.Kept).Select(c => new CommuneFound(c.Code, c.Name, c.Rows, c.FirstLine, c.IsNew))], Communes.Count) { IsSparing = !refused.IsEmpty };

    /// <summary>Whom a complete roll does not name any more, and the stations that nobody would be left in.</summary>
    public async Task CountMissing(Database db, CancellationToken ct)
    {
        foreach (var commune in Communes.Values.Where(c => !c.IsNew && !refused.Has(c.Code)))
        {
            var (code, lists) = (commune.Code, commune.Lists);
            var left = new Dictionary<long, long>();
            var rows = db.Registrations.AsNoTracking().Where(r => r.CommuneCode == code && r.StruckOffOn == null).Select(r => new { r.PersonId, r.SeenImportId, r.Lists, r.PollingStationId, r.BirthName, r.GivenNames }).AsAsyncEnumerable();
            await foreach (var row in rows.WithCancellation(ct))
            {
                if (Seen.ContainsKey(row.PersonId)) continue;
                if (Newer.Named(row.SeenImportId) || ((RollLists)row.Lists & ~lists) != RollLists.None)
                {
                    if (row.PollingStationId is { } station) left[station] = left.GetValueOrDefault(station) + 1;
                    continue;
                }

                Counts.StruckOff++;
                Note(RollChangeKind.StruckOff, row.PersonId, $"{RollEntry.FirstOf(row.GivenNames)} {RollEntry.Shown(row.BirthName)}", null, null);
            }

            foreach (var station in await db.PollingStations.AsNoTracking().Where(s => s.CommuneCode == code && s.ClosedOn == null).ToListAsync(ct))
            {
                var draft = StationDraft.Of(station, 0);
                if (!(Stations.TryGetValue((code, station.CodeKey), out var named) && named.IsSeen) && !left.ContainsKey(station.Id)) Note(draft, StationChangeKind.Closed);
            }
        }
    }
}

/// <summary>A commune of the file.</summary>
internal sealed class CommuneDraft
{
    public required string Code { get; init; }
    public required string Name { get; init; }
    public required bool IsNew { get; init; }
    public long FirstLine { get; set; }
    public RollLists Lists { get; set; }
    public long Rows { get; set; }

    /// <summary>Rows and lists that the store has already.</summary>
    public bool IsStored { get; init; }
}
