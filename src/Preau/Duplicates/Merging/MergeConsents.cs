using Microsoft.EntityFrameworkCore;
using Preau.People;
using Preau.People.Merging;

namespace Preau.Duplicates;

/// <summary>
/// What the joined ledgers say. Nobody's no is lost: what either took back stays taken back unless they agreed again later, and by their own act;
/// a file that says yes of one record never overrules the no of the other. Where the last line would say otherwise, one more is appended.
/// </summary>
internal sealed class MergeConsents(Database db, RowStore store, LoggedRows rows, IEnumerable<IPersonPart> parts, LeftAddresses left)
{
    // Lines that somebody else wrote for them: a file, a merge before this one.
    private static readonly string[] NotTheirs = ["import:", "merge:"];

    public async Task Run(TwoRecords pair, string source, DateTimeOffset now, CancellationToken ct)
    {
        long[] both = [pair.KeptId, pair.GoneId];
        var entries = await db.ConsentEntries.AsNoTracking().Where(e => EF.Parameter(both).Contains(e.PersonId)).OrderBy(e => e.At).ThenBy(e => e.Id).ToListAsync(ct);
        var table = PersonTable.Of<ConsentState>(db.Model, parts);
        foreach (var purpose in (await store.Of(table, both, ct)).GroupBy(s => s.Text("purpose"), StringComparer.Ordinal))
        {
            var states = purpose.ToList();
            foreach (var state in states) await rows.Remove(state, ct);
            var about = entries.FindAll(e => EnumText<Purpose>.Of(e.Purpose) == purpose.Key);
            var lines = ConsentLedger.Standing(about, e => e.Source);
            // What an undo took back of one of them says nothing of the other.
            if (states.Count > 1 && states.FindAll(s => s.Is("is_given") || !ConsentLedger.IsUndone(about.Where(e => e.PersonId == s.Number("person_id")), e => (e.IsGiven, e.Source))) is { Count: > 0 } standing) states = standing;
            var said = lines is [.., var last] ? (last.IsGiven, last.At) : states.Select(s => (IsGiven: s.Is("is_given"), At: TwoRecords.At(s["at"]))).MaxBy(s => s.At);
            if (states.Exists(s => !s.Is("is_given")) && said.IsGiven && !Holds(lines))
            {
                db.Add(new ConsentEntry { PersonId = pair.KeptId, Purpose = EnumText<Purpose>.Parse(purpose.Key), IsGiven = false, Wording = "", Source = source, At = now });
                said = (false, now);
            }

            // Today, or once a no goes that a file or the team wrote down.
            if (purpose.Key == EnumText<Purpose>.Of(Purpose.News) && (!ConsentLedger.LeftByThemselves(about, e => (e.IsGiven, e.Source)) || ConsentLedger.IsLoose(about, e => e.Source))) await ShutTheirs(both, about, ct);
            await rows.Add(new PersonRow(table, new(StringComparer.Ordinal) { ["person_id"] = pair.KeptId, ["purpose"] = purpose.Key, ["is_given"] = said.IsGiven, ["at"] = Utc.ToStore(said.At) }), ct);
        }

        await db.SaveChangesAsync(ct);
    }

    /// <summary>One of the two left and the other came by a form: nothing says that whoever did reads at the addresses of the first, where the other has them not.</summary>
    private async Task ShutTheirs(long[] both, List<ConsentEntry> about, CancellationToken ct)
    {
        foreach (var person in both.Where(p => ConsentLedger.LeftByThemselves(about.Where(e => e.PersonId == p), e => (e.IsGiven, e.Source))))
        {
            foreach (var key in await db.PersonEmails.Where(e => e.PersonId == person && !db.PersonEmails.Any(o => o.EmailKey == e.EmailKey && o.PersonId != person && EF.Parameter(both).Contains(o.PersonId))).Select(e => e.EmailKey).ToListAsync(ct)) await left.Shut(person, key, ct);
        }
    }

    /// <summary>Whether a yes outlives the last no of both: one that somebody said by themselves is outlived by no word of the team.</summary>
    private static bool Holds(List<ConsentEntry> lines)
    {
        if (ConsentLedger.LeftByThemselves(lines, l => (l.IsGiven, l.Source))) return false;
        var last = lines.FindLastIndex(l => !l.IsGiven);
        return lines.Skip(last + 1).Any(l => l.IsGiven && !NotTheirs.Any(s => l.Source.StartsWith(s, StringComparison.Ordinal))) || (last < 0 && lines.Exists(l => l.IsGiven));
    }
}
