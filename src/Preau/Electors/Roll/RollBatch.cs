using Microsoft.EntityFrameworkCore;
using Preau.Imports;
using Preau.Imports.Batches;
using Preau.People;
using Preau.Shared;

namespace Preau.Electors.Roll;

/// <summary>The rows of a roll in one batch: whom each means, and what it changes of where they are registered. Nothing is written here.</summary>
internal sealed class RollBatch
{
    private const string Namesakes = "Another elector of this file has the same birth name, given names and date of birth as “{0}”. Who is who has to be told by hand: neither is guessed.";
    private const string Several = "Several people are called “{0}” and were born on that day.";
    private const string Objects = "This elector objected to the use of the roll, or asked to be erased. The row is left out.";

    private const string Newer = "A newer list that is in already names this elector, or is the whole list of this commune. The row is left out.";

    /// <summary>As a trial names what the roll changes of somebody who is known.</summary>
    public const string Station = "polling_station";
    public const string Order = "order_number";

    private readonly Dictionary<string, RegistrationDraft> byKey = new(StringComparer.Ordinal);
    private readonly Dictionary<long, RegistrationDraft> byPerson = [];
    private readonly Dictionary<string, List<long>> named = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Commune, string Key), StationDraft> stations = [];
    private readonly Dictionary<string, CommuneDraft> communes = new(StringComparer.Ordinal);
    private readonly List<Registration> loaded = [];
    private readonly Dictionary<long, string> stationKeys = [];
    private readonly long importId;
    private readonly DateOnly listedOn;
    private readonly RollMemory? memory;
    private NewerRolls newer = new();
    private IReadOnlySet<string> objecting = new HashSet<string>(StringComparer.Ordinal);

    private RollBatch(long importId, DateOnly listedOn, RollMemory? memory) => (this.importId, this.listedOn, this.memory) = (importId, listedOn, memory);

    /// <summary>Everybody whom a row may mean.</summary>
    public HashSet<long> People { get; } = [];

    /// <summary>Those whom a row of the batch named.</summary>
    public HashSet<RegistrationDraft> Named { get; } = [];
    public IEnumerable<StationDraft> Stations => stations.Values.Where(s => s.IsNamed);
    public IEnumerable<CommuneDraft> Communes => communes.Values.Where(c => c.Rows > 0);
    public RollCounts Counts { get; private init; } = new();

    /// <param name="memory">Of a trial, from batch to batch.</param>
    public static async Task<RollBatch> Load(Database db, Objections objections, long importId, DateOnly listedOn, IReadOnlyList<ReadRow> rows, RollMemory? memory, CancellationToken ct)
    {
        var batch = new RollBatch(importId, listedOn, memory) { Counts = memory?.Counts ?? new() };
        RollEntry[] entries = [.. rows.Select(r => r.Roll).OfType<RollEntry>()];
        await batch.LoadPlaces(db, entries, ct);
        await batch.LoadElectors(db, entries, ct);
        batch.newer = await NewerRolls.Load(db, importId, [.. entries.Select(e => e.Commune).Distinct(StringComparer.Ordinal)], ct);
        if (memory is not null) memory.Newer = batch.newer;
        batch.objecting = await objections.Among(entries, ct);
        return batch;
    }

    /// <summary>The people of the store whom rows may mean are read.</summary>
    public void Meet(KnownPeople known)
    {
        foreach (var row in loaded)
        {
            if (known.WithId(row.PersonId) is not { } person) continue;
            var draft = RegistrationDraft.Of(person, row, row.PollingStationId is { } station ? stationKeys.GetValueOrDefault(station) : null, importId);
            byPerson[row.PersonId] = draft;
            // One who is on the roll comes before a namesake who was struck off.
            if (!byKey.TryGetValue(row.ElectorKey, out var other) || !other.IsLive) byKey[row.ElectorKey] = draft;
        }
    }

    public (RowOutcome Outcome, Draft? Person) Take(ReadRow row, RollEntry entry, Batch batch, KnownPeople known)
    {
        if (objecting.Contains(entry.Key))
        {
            Counts.Objected++;
            return batch.Refuse(row with { Raw = "" }, Objects, []);
        }

        // Nothing of it is kept: there is nothing to put right.
        if (newer.Holds(entry)) return batch.Refuse(row with { Raw = "" }, Newer, []);
        var registration = byKey.GetValueOrDefault(entry.Key);
        if (Sighted(entry, registration) is { } earlier) return Again(row, entry, earlier, registration, batch);
        var person = registration?.Person;
        if (registration is null)
        {
            var people = Candidates(entry, known);
            if (people.Count > 1) return batch.Refuse(row, Several, [$"{entry.FirstName} {entry.LastName}"]);
            person = people.FirstOrDefault();
            registration = person is null ? null : byPerson.GetValueOrDefault(person.Id);
        }

        if (registration is not null && newer.Knows(registration, entry.List)) return batch.Refuse(row with { Raw = "" }, Newer, []);
        var isNew = person is null;
        if (person is null) batch.Created.Add(person = new Draft { IsNew = true, Line = row.Line }.FromRoll());
        registration ??= RegistrationDraft.New(person);
        Put(row, entry, registration, batch);
        if (isNew) return (RowOutcome.Created, person);
        if (!person.IsChangedByRow) return (RowOutcome.Same, person);
        if (!person.IsNew) batch.Changed.Add(person);
        return (RowOutcome.Changed, person);
    }

    /// <summary>What is new of where somebody is registered, before and after, for a trial to show.</summary>
    public IEnumerable<TrialChange> Differences(Draft person)
    {
        if (Named.FirstOrDefault(r => r.Person == person) is not { Entry: { } entry } r) yield break;
        var (before, after) = (r.Before is null ? null : $"{r.Before.Commune} {r.StationKeyBefore}".Trim(), $"{entry.Commune} {r.Station?.CodeKey}".Trim());
        if (before != after) yield return new(Station, before, after);
        if (r.Before?.Order != entry.OrderNumber) yield return new(Order, r.Before?.Order, entry.OrderNumber);
    }

    private void Put(ReadRow row, RollEntry entry, RegistrationDraft registration, Batch batch)
    {
        var person = registration.Person;
        person.Line = row.Line;
        person.Begin();
        batch.Put(row, Saying(row.Person!, entry, registration), person);
        var commune = CommuneOf(entry, row.Line);
        registration.Meet(entry, StationOf(entry), !commune.IsNew, importId, listedOn);
        if (registration.IsChanged) person.Changed(null);
        byKey[entry.Key] = registration;
        if (!person.IsNew) byPerson[person.Id] = registration;
        Named.Add(registration);
        Remember(entry, registration);
        Count(entry, registration);
    }

    /// <summary>The same elector a second time in one file.</summary>
    private (RowOutcome, Draft?) Again(ReadRow row, RollEntry entry, RollMemory.Sighting earlier, RegistrationDraft? registration, Batch batch)
    {
        if (earlier.Lists.HasFlag(entry.List)) return earlier.Place == Fingerprint.Of(entry.Place) ? (RowOutcome.Same, registration?.Person) : batch.Refuse(row, Namesakes, [$"{entry.FirstName} {entry.LastName}"]);
        // Citizens of the Union vote for the commune and for Europe on a list each; nobody else is on two.
        if ((earlier.Lists | entry.List).HasFlag(RollLists.Main) || earlier.Commune != Fingerprint.Of(entry.Commune)) return batch.Refuse(row, Namesakes, [$"{entry.FirstName} {entry.LastName}"]);
        Counts.Collapsed++;
        var commune = CommuneOf(entry, row.Line);
        commune.Lists |= entry.List;
        if (memory is not null) memory.Sighted[Fingerprint.Of(entry.Key)] = earlier with { Lists = earlier.Lists | entry.List };
        // In a trial the first row may have been of an earlier batch.
        if (registration is null) return (RowOutcome.Changed, null);
        var person = registration.Person;
        person.Line = row.Line;
        person.Begin();
        var before = registration.Lists;
        registration.Also(entry.List);
        Named.Add(registration);
        if (memory is not null && !person.IsNew) memory.Seen[person.Id] = registration.SeenLists;
        if (registration.Lists == before) return (RowOutcome.Same, person);
        person.Changed(null);
        if (!person.IsNew) batch.Changed.Add(person);
        return (RowOutcome.Changed, person);
    }

    private RollMemory.Sighting? Sighted(RollEntry entry, RegistrationDraft? registration)
    {
        if (memory is not null) return memory.Sighted.TryGetValue(Fingerprint.Of(entry.Key), out var sighting) ? sighting : null;
        return registration is { IsSeen: true } ? RollMemory.Sighting.Of(registration.SeenLists, registration.Place!, registration.SeenCommune!) : null;
    }

    /// <summary>Known people of one of the elector's names and their birthday, who are on no roll under other given names.</summary>
    private List<Draft> Candidates(RollEntry entry, KnownPeople known)
    {
        var found = new List<Draft>();
        foreach (var (last, first) in entry.Names)
        {
            if (KnownPeople.NamedKey(last, first, entry.BornOn) is not { } key || !named.TryGetValue(key, out var ids)) continue;
            foreach (var id in ids)
            {
                if (byPerson.TryGetValue(id, out var registration) && registration.IsLive) continue;
                if (memory?.Seen.ContainsKey(id) != true && known.WithId(id) is { } person && !found.Contains(person)) found.Add(person);
            }
        }

        return found;
    }

    /// <summary>What the row says of the person. Of whoever is more than a line of the roll, it only fills gaps; of the others it follows the roll, while nobody has written over it.</summary>
    private static PersonInput Saying(PersonInput row, RollEntry entry, RegistrationDraft registration)
    {
        var person = registration.Person;
        if (person.IsNew) return row;
        var was = registration.Before;
        var lastFollows = person.IsRollOnly && was is not null && person.LastName == RollEntry.Shown(was.UsageName ?? was.BirthName);
        var firstFollows = person.IsRollOnly && was is not null && person.FirstName == RollEntry.FirstOf(was.GivenNames);
        return row with
        {
            // A tag on whoever gave their mail to the campaign would make an audience of the roll.
            Tags = person.IsRollOnly ? row.Tags : [],
            LastName = lastFollows || person.LastName.Length == 0 ? row.LastName : null,
            FirstName = firstFollows || person.FirstName.Length == 0 ? row.FirstName : null,
            Sex = person.Sex is null ? row.Sex : null,
            BornOn = person.BornOn is null ? entry.BornOn : null,
        };
    }

    private void Remember(RollEntry entry, RegistrationDraft registration)
    {
        if (memory is null) return;
        var person = registration.Person;
        memory.Sighted[Fingerprint.Of(entry.Key)] = RollMemory.Sighting.Of(entry.List, entry.Place, entry.Commune);
        if (person.IsNew) return;
        memory.Seen[person.Id] = entry.List;
    }

    private void Count(RollEntry entry, RegistrationDraft registration)
    {
        if (entry.Station is null) Counts.Unplaced++;
        if (entry.BornOn is null) Counts.Undated++;
        if (registration.Before is null) Counts.Listed++;
        if (registration.Change is not { } change) return;
        if (change == RollChangeKind.Moved) Counts.Moved++;
        if (change == RollChangeKind.MovedCommune) Counts.MovedCommune++;
        if (change == RollChangeKind.Returned) Counts.Returned++;
        var person = registration.Person;
        memory?.Note(change, person.IsNew ? null : person.Id, $"{entry.FirstName} {entry.LastName}", registration.Before is { } b ? $"{b.Commune} {registration.StationKeyBefore}".Trim() : null, $"{entry.Commune} {registration.Station?.Code}".Trim());
    }

    private StationDraft? StationOf(RollEntry entry)
    {
        if (entry.Station is not { } code) return null;
        var key = (entry.Commune, PollingStation.KeyOf(code));
        if (!stations.TryGetValue(key, out var station))
        {
            stations[key] = station = new StationDraft { IsNew = true, Commune = entry.Commune, CommuneName = entry.CommuneName, Code = code, CodeKey = key.Item2, Name = entry.StationName ?? "" };
            memory?.Note(station, StationChangeKind.Created);
        }

        var isFirst = !station.IsSeen;
        station.Meet(entry);
        if (memory is not null && isFirst)
        {
            memory.Stations[key] = station;
            if (station.NameBefore is not null) memory.Note(station, StationChangeKind.Renamed);
            if (station.IsReopened) memory.Note(station, StationChangeKind.Reopened);
        }

        return station;
    }

    private CommuneDraft CommuneOf(RollEntry entry, long line)
    {
        if (!communes.TryGetValue(entry.Commune, out var commune)) communes[entry.Commune] = commune = new CommuneDraft { Code = entry.Commune, Name = entry.CommuneName, IsNew = true };
        if (commune.FirstLine == 0) commune.FirstLine = line;
        if (memory is not null) memory.Communes.TryAdd(entry.Commune, commune);
        commune.Rows++;
        commune.Lists |= entry.List;
        return commune;
    }

    private async Task LoadPlaces(Database db, RollEntry[] entries, CancellationToken ct)
    {
        if (memory is not null)
        {
            foreach (var (key, station) in memory.Stations) stations[key] = station;
            foreach (var (key, commune) in memory.Communes) communes[key] = commune;
        }

        string[] codes = [.. entries.Select(e => e.Commune).Distinct(StringComparer.Ordinal)];
        foreach (var station in await db.PollingStations.AsNoTracking().Where(s => EF.Parameter(codes).Contains(s.CommuneCode)).ToListAsync(ct)) stations.TryAdd((station.CommuneCode, station.CodeKey), StationDraft.Of(station, importId));
        foreach (var row in await db.RollCommunes.AsNoTracking().Where(c => c.ImportId == importId && EF.Parameter(codes).Contains(c.Code)).ToListAsync(ct))
            communes.TryAdd(row.Code, new CommuneDraft { Code = row.Code, Name = row.Name, IsNew = row.IsNew, FirstLine = row.FirstLine, Lists = (RollLists)row.Lists, IsStored = true });
        string[] unknown = [.. codes.Where(c => !communes.ContainsKey(c))];
        if (unknown.Length == 0) return;
        var known = await db.PollingStations.Where(s => EF.Parameter(unknown).Contains(s.CommuneCode)).Select(s => s.CommuneCode).Distinct().ToListAsync(ct);
        foreach (var code in unknown)
        {
            var isNew = !known.Contains(code) && !await db.Registrations.AnyAsync(r => r.CommuneCode == code, ct);
            var first = Array.Find(entries, e => e.Commune == code)!;
            if (!isNew) communes[code] = new CommuneDraft { Code = code, Name = first.CommuneName, IsNew = false };
        }
    }

    private async Task LoadElectors(Database db, RollEntry[] entries, CancellationToken ct)
    {
        string[] keys = [.. entries.Select(e => e.Key).Distinct(StringComparer.Ordinal)];
        loaded.AddRange(await db.Registrations.AsNoTracking().Where(r => EF.Parameter(keys).Contains(r.ElectorKey)).ToListAsync(ct));
        var there = loaded.Select(r => r.ElectorKey).ToHashSet(StringComparer.Ordinal);
        var asked = entries.Where(e => e.BornOn is not null && !there.Contains(e.Key)).SelectMany(e => e.Names.Select(n => (NameKey.Of(n.Last, n.First), e.BornOn!.Value))).ToList();
        if (asked.Count > 0)
        {
            foreach (var person in await BornTogether.Of(db, asked, ct))
            {
                if (!named.TryGetValue(person.Key, out var ids)) named[person.Key] = ids = new(1);
                ids.Add(person.Id);
            }

            long[] others = [.. named.Values.SelectMany(v => v).Distinct().Except(loaded.Select(r => r.PersonId))];
            if (others.Length > 0) loaded.AddRange(await db.Registrations.AsNoTracking().Where(r => EF.Parameter(others).Contains(r.PersonId)).ToListAsync(ct));
            People.UnionWith(others);
        }

        People.UnionWith(loaded.Select(r => r.PersonId));
        long[] places = [.. loaded.Select(r => r.PollingStationId).OfType<long>().Distinct()];
        foreach (var station in await db.PollingStations.AsNoTracking().Where(s => EF.Parameter(places).Contains(s.Id)).Select(s => new { s.Id, s.CodeKey }).ToListAsync(ct)) stationKeys[station.Id] = station.CodeKey;
    }
}
