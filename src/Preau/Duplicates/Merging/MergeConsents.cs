using Microsoft.EntityFrameworkCore;
using Preau.People;
using Preau.People.Merging;

namespace Preau.Duplicates;

/// <summary>
/// What the joined ledgers say. Nobody's no is lost: what either took back stays taken back unless they agreed again later, and by their own act;
/// a file that says yes of one record never overrules the no of the other. Where the last line would say otherwise, one more is appended.
/// </summary>
internal sealed class MergeConsents(Database db, RowStore store, LoggedRows rows, IEnumerable<IPersonPart> parts)
{
    // Lines that somebody else wrote for them: a file, what took it back, a merge before this one.
    private static readonly string[] NotTheirs = ["import:", ConsentLedger.Undoing, "merge:"];

    private sealed record Line(bool IsGiven, string Source, DateTimeOffset At);

    public async Task Run(TwoRecords pair, string source, DateTimeOffset now, CancellationToken ct)
    {
        long[] both = [pair.KeptId, pair.GoneId];
        var entries = await db.ConsentEntries.AsNoTracking().Where(e => EF.Parameter(both).Contains(e.PersonId)).OrderBy(e => e.At).ThenBy(e => e.Id).ToListAsync(ct);
        var table = PersonTable.Of<ConsentState>(db.Model, parts);
        foreach (var purpose in (await store.Of(table, both, ct)).GroupBy(s => s.Text("purpose"), StringComparer.Ordinal))
        {
            var states = purpose.ToList();
            foreach (var state in states) await rows.Remove(state, ct);
            var lines = entries.Where(e => EnumText<Purpose>.Of(e.Purpose) == purpose.Key).Select(e => new Line(e.IsGiven, e.Source, e.At)).ToList();
            var said = states.Select(s => (IsGiven: s.Is("is_given"), At: TwoRecords.At(s["at"]))).MaxBy(s => s.At);
            if (states.Exists(s => !s.Is("is_given")) && said.IsGiven && !Holds(lines))
            {
                db.Add(new ConsentEntry { PersonId = pair.KeptId, Purpose = EnumText<Purpose>.Parse(purpose.Key), IsGiven = false, Wording = "", Source = source, At = now });
                said = (false, now);
            }

            await rows.Add(new PersonRow(table, new(StringComparer.Ordinal) { ["person_id"] = pair.KeptId, ["purpose"] = purpose.Key, ["is_given"] = said.IsGiven, ["at"] = Utc.ToStore(said.At) }), ct);
        }

        await db.SaveChangesAsync(ct);
    }

    /// <summary>Whether a yes outlives the last no of both: one that somebody said by themselves is outlived by no word of the team.</summary>
    private static bool Holds(List<Line> lines)
    {
        if (ConsentLedger.LeftByThemselves(lines, l => (l.IsGiven, l.Source))) return false;
        var last = lines.FindLastIndex(l => !l.IsGiven && !l.Source.StartsWith(ConsentLedger.Undoing, StringComparison.Ordinal));
        return lines.Skip(last + 1).Any(l => l.IsGiven && !NotTheirs.Any(s => l.Source.StartsWith(s, StringComparison.Ordinal))) || (last < 0 && lines.Exists(l => l.IsGiven));
    }
}
