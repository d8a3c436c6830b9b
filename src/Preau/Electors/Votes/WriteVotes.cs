using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.Imports;
using Preau.Imports.Batches;

namespace Preau.Electors.Votes;

/// <summary>Writes the voter facts and ballots of a batch, in the transaction that is open.</summary>
internal sealed class WriteVotes(Database db, Import import, VoteBatch batch)
{
    public async Task Run(CancellationToken ct)
    {
        if (batch.Facts.Count > 0)
        {
            await db.Execute("Electors/Votes/PutFacts", ct, ("rows", JsonRows.Of(batch.Facts.Select(f => new
            {
                PersonId = f.Key.Id, f.Value.Party, f.Value.PartyKey, f.Value.PreviousParty, f.Value.RegisteredOn, f.Value.IsActive, f.Value.IsEarly, f.Value.IsAbsentee, f.Value.IsPermanentAbsentee, f.Value.PrecinctCode, f.Value.PrecinctName,
            }))));
        }

        if (batch.Ballots.Count == 0) return;
        foreach (var draft in batch.NewElections)
        {
            var election = new Election { HeldOn = draft.Entry.HeldOn, Name = draft.Entry.Name, Place = draft.Entry.Place, SinceImportId = import.Id };
            db.Add(election);
            draft.Id = election.Id;
        }

        await db.SaveChangesAsync(ct);
        foreach (var ((person, election), (before, now)) in batch.Ballots) person.Note(RestoreVotes.BallotTable, election.Id.ToString(CultureInfo.InvariantCulture), null, before?.Write(), now.Write());
        await RestoreVotes.PutBallots(db, batch.Ballots.Select(b => (b.Key.Person.Id, b.Key.Election.Id, b.Value.Now)), import.Source, ct);
    }
}

/// <summary>Gives people who were known before an import their voter facts and ballots back, where they still are as it set them.</summary>
internal sealed class RestoreVotes(Database db)
{
    public const string FactsTable = "voter_facts";
    public const string BallotTable = "ballot";

    public static Task PutBallots(Database db, IEnumerable<(long PersonId, long ElectionId, BallotFacts Facts)> rows, string source, CancellationToken ct)
    {
        var json = JsonRows.Of(rows.Select(r => new { r.PersonId, r.ElectionId, r.Facts.Method, r.Facts.Party, r.Facts.CastOn, Source = source }));
        return json.Length <= 2 ? Task.CompletedTask : db.Execute("Electors/Votes/PutBallots", ct, ("rows", json));
    }

    /// <param name="facts">The last thing done to each person first.</param>
    /// <param name="ballots">The same.</param>
    /// <param name="others">Take over what another import stands on.</param>
    /// <param name="undoSource">Where ballots that come back come from.</param>
    /// <param name="ct">Gives up.</param>
    public async Task Run(IEnumerable<(long PersonId, Touch Touch)> facts, IEnumerable<(long PersonId, Touch Touch)> ballots, OtherTouches others, string undoSource, CancellationToken ct)
    {
        await Facts(facts.ToLookup(t => t.PersonId, t => t.Touch), others, ct);
        await Ballots([.. ballots], others, undoSource, ct);
    }

    /// <summary>Elections that an import named first and of which nobody's ballot is left.</summary>
    public static Task ForgetElections(Database db, long importId, CancellationToken ct) =>
        db.Elections.Where(e => e.SinceImportId == importId && !db.Ballots.Any(b => b.ElectionId == e.Id)).ExecuteDeleteAsync(ct);

    private async Task Facts(ILookup<long, Touch> touches, OtherTouches others, CancellationToken ct)
    {
        if (touches.Count == 0) return;
        long[] ids = [.. touches.Select(t => t.Key)];
        foreach (var row in await db.VoterFacts.Where(f => EF.Parameter(ids).Contains(f.PersonId)).ToListAsync(ct))
        {
            foreach (var touch in touches[row.PersonId])
            {
                // Edited since: the newer word stays.
                if (row.Read(touch.Field!) == touch.After) row.Put(touch.Field!, touch.Before);
                else others.Take(row.PersonId, touch);
            }

            if (row.IsEmpty) db.Remove(row);
        }

        await db.SaveChangesAsync(ct);
    }

    private async Task Ballots(List<(long PersonId, Touch Touch)> touches, OtherTouches others, string undoSource, CancellationToken ct)
    {
        if (touches.Count == 0) return;
        long[] ids = [.. touches.Select(t => t.PersonId).Distinct()];
        var rows = (await db.Ballots.AsNoTracking().Where(b => EF.Parameter(ids).Contains(b.PersonId)).ToListAsync(ct)).ToDictionary(b => (b.PersonId, b.ElectionId), b => new BallotFacts(b.Method, b.Party, b.CastOn));
        var (back, gone) = (new Dictionary<(long, long), BallotFacts>(), new HashSet<(long PersonId, long ElectionId)>());
        foreach (var (personId, touch) in touches)
        {
            var key = (personId, long.Parse(touch.Key!, CultureInfo.InvariantCulture));
            if (!rows.TryGetValue(key, out var now) || now != BallotFacts.Read(touch.After!))
            {
                others.Take(personId, touch);
                continue;
            }

            if (touch.Before is null) gone.Add(key);
            else (rows[key], back[key]) = (BallotFacts.Read(touch.Before), BallotFacts.Read(touch.Before));
        }

        await PutBallots(db, back.Where(b => !gone.Contains(b.Key)).Select(b => (b.Key.Item1, b.Key.Item2, b.Value)), undoSource, ct);
        foreach (var election in gone.GroupBy(g => g.ElectionId, g => g.PersonId))
        {
            var (id, people) = (election.Key, election.ToArray());
            await db.Ballots.Where(b => b.ElectionId == id && EF.Parameter(people).Contains(b.PersonId)).ExecuteDeleteAsync(ct);
        }
    }
}
