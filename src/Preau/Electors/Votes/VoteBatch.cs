using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Preau.Imports.Batches;

namespace Preau.Electors.Votes;

/// <summary>A ballot as an undo puts it back.</summary>
internal sealed record BallotFacts(string Method, string? Party, DateOnly? CastOn)
{
    public string Write() => JsonSerializer.Serialize(this);

    public static BallotFacts Read(string json) => JsonSerializer.Deserialize<BallotFacts>(json)!;
}

/// <summary>An election as the rows of a batch leave it.</summary>
internal sealed class ElectionDraft
{
    public long Id { get; set; }
    public bool IsNew { get; init; }
    public required BallotEntry Entry { get; init; }
}

/// <summary>Voter facts and ballots of the people of a batch: what is known, and what its rows change. Nothing is written here.</summary>
internal sealed class VoteBatch
{
    private readonly Dictionary<(DateOnly, string, string), ElectionDraft> elections = [];
    private readonly Dictionary<(long, long), BallotFacts> ballots = [];
    private readonly Dictionary<long, VoterFacts> known = [];

    public Dictionary<Draft, VoterFacts> Facts { get; } = [];
    public Dictionary<(Draft Person, ElectionDraft Election), (BallotFacts? Before, BallotFacts Now)> Ballots { get; } = [];
    public IEnumerable<ElectionDraft> NewElections => elections.Values.Where(e => e.IsNew);

    /// <returns>Null where no row speaks of votes, so that most imports never ask.</returns>
    public static async Task<VoteBatch?> Load(Database db, IReadOnlyList<ReadRow> rows, KnownPeople people, CancellationToken ct)
    {
        var (hasFacts, hasBallots) = (rows.Any(r => r.Voter.Count > 0), rows.Any(r => r.Ballot is not null));
        if (!hasFacts && !hasBallots) return null;
        var batch = new VoteBatch();
        long[] ids = [.. people.Ids];
        if (hasFacts && ids.Length > 0)
            foreach (var row in await db.VoterFacts.AsNoTracking().Where(f => EF.Parameter(ids).Contains(f.PersonId)).ToListAsync(ct)) batch.known[row.PersonId] = row;
        if (!hasBallots) return batch;
        DateOnly[] days = [.. rows.Select(r => r.Ballot?.HeldOn).OfType<DateOnly>().Distinct()];
        foreach (var e in await db.Elections.AsNoTracking().Where(e => EF.Parameter(days).Contains(e.HeldOn)).ToListAsync(ct))
            batch.elections[(e.HeldOn, e.Place, e.NameKey)] = new ElectionDraft { Id = e.Id, Entry = new(e.HeldOn, e.Name, e.Place, "", null, null) };
        long[] among = [.. batch.elections.Values.Select(e => e.Id)];
        foreach (var b in await db.Ballots.AsNoTracking().Where(b => EF.Parameter(ids).Contains(b.PersonId) && EF.Parameter(among).Contains(b.ElectionId)).ToListAsync(ct)) batch.ballots[(b.PersonId, b.ElectionId)] = new(b.Method, b.Party, b.CastOn);
        return batch;
    }

    /// <summary>The same where nobody is known yet.</summary>
    public static VoteBatch? OfNew(IReadOnlyList<ReadRow> rows) => rows.Any(r => r.Voter.Count > 0 || r.Ballot is not null) ? new() : null;

    /// <summary>A row of a voter history: a ballot more, or one that is told better.</summary>
    public void Put(BallotEntry entry, Draft person)
    {
        var key = (entry.HeldOn, entry.Place, Shared.NameKey.Of(entry.Name));
        if (!elections.TryGetValue(key, out var election)) elections[key] = election = new ElectionDraft { IsNew = true, Entry = entry };
        var before = election.IsNew || person.IsNew ? null : ballots.GetValueOrDefault((person.Id, election.Id));
        var first = Ballots.TryGetValue((person, election), out var earlier);
        var was = first ? earlier.Now : before;
        var now = was is null ? new BallotFacts(entry.Method, entry.Party, entry.CastOn) : new(entry.Method.Length > 0 ? entry.Method : was.Method, entry.Party ?? was.Party, entry.CastOn ?? was.CastOn);
        if (now == was) return;
        Ballots[(person, election)] = (before, now);
        person.Changed(null);
    }

    /// <summary>The days of the elections for which the batch has a ballot of somebody, for a trial to show.</summary>
    public IEnumerable<string> DaysOf(Draft person) => Ballots.Keys.Where(k => k.Person == person).Select(k => k.Election.Entry.HeldOn.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));

    /// <param name="yields">Whether a field that is known stays as it is.</param>
    public void Put(IReadOnlyDictionary<string, string> said, Draft person, Func<string, bool> yields)
    {
        if (!Facts.TryGetValue(person, out var facts))
        {
            facts = new VoterFacts { PersonId = person.Id };
            if (!person.IsNew && known.TryGetValue(person.Id, out var there))
                foreach (var field in VoterFacts.Fields) facts.Put(field, there.Read(field));
        }

        var isChanged = false;
        foreach (var (field, value) in said)
        {
            var before = facts.Read(field);
            if (before == value || (before is not null && yields(VoteTargets.Facts + field))) continue;
            facts.Put(field, value);
            person.Note(RestoreVotes.FactsTable, null, field, before, value);
            isChanged = true;
        }

        if (!isChanged) return;
        Facts[person] = facts;
        person.Changed("voter");
    }
}
