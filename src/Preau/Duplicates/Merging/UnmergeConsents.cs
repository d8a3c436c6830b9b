using Microsoft.EntityFrameworkCore;
using Preau.People;

namespace Preau.Duplicates;

/// <summary>
/// After the rows are back: the no that the merge itself appended is answered, since the ledger is never shortened; and a no that was said in between
/// holds for both, since nobody knows any more which of the two said it. What an undo took back in between is taken back of whoever it was said of.
/// </summary>
internal sealed class UnmergeConsents(Database db)
{
    public async Task Run(Merge merge, DateTimeOffset now, CancellationToken ct)
    {
        var source = $"merge:{merge.Id}";
        var entries = await db.ConsentEntries.AsNoTracking().Where(e => e.PersonId == merge.KeptId || e.PersonId == merge.GoneId).OrderBy(e => e.At).ThenBy(e => e.Id).ToListAsync(ct);
        var states = await db.ConsentStates.Where(s => s.PersonId == merge.KeptId || s.PersonId == merge.GoneId).ToListAsync(ct);
        foreach (var purpose in entries.Where(e => e.PersonId == merge.KeptId && (e.At > merge.At || e.Source == source)).Select(e => e.Purpose).ToHashSet())
        {
            var kept = new Record(merge.KeptId, purpose, entries, states);
            var gone = new Record(merge.GoneId, purpose, entries, states);
            var between = kept.Lines.FindAll(e => e.At > merge.At && e.Source != source);
            TakeBack(between, gone, now);
            Answer(kept, source, now);
            if (ConsentLedger.Standing(between, e => e.Source) is [.., var said])
            {
                Set(kept, kept.Today == true, said.At);
                if (!said.IsGiven && !gone.HasLeft) Append(gone, isGiven: false, "", source, now);
                if (!said.IsGiven && gone.State is not { IsGiven: false }) Set(gone, isGiven: false, now);
            }
            else if (between.Count > 0)
            {
                Set(kept, kept.Today == true, now);
            }
        }
    }

    /// <summary>What an undo took back in between, of the lines that went back to the other.</summary>
    private void TakeBack(List<ConsentEntry> between, Record gone, DateTimeOffset now)
    {
        foreach (var undoing in between.Select(e => e.Source).Where(s => s.StartsWith(ConsentLedger.Undoing, StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal))
        {
            foreach (var taken in gone.Lines.Select(e => e.Source).Where(s => ConsentLedger.TakesBack(undoing, s)).ToHashSet(StringComparer.Ordinal))
            {
                if (ConsentLedger.Without(gone.Lines, taken) is not { } rest) continue;
                Append(gone, rest.IsGiven, rest.Wording, undoing, now);
                if (rest.WasLast) Set(gone, rest.IsGiven, now);
            }
        }
    }

    /// <summary>The line that the merge wrote says nothing any more.</summary>
    private void Answer(Record kept, string source, DateTimeOffset now)
    {
        if (ConsentLedger.Without(kept.Lines, source) is { } rest) Append(kept, rest.IsGiven, rest.Wording, ConsentLedger.Undoing + source, now);
    }

    private void Append(Record record, bool isGiven, string wording, string source, DateTimeOffset now)
    {
        var line = new ConsentEntry { PersonId = record.PersonId, Purpose = record.Purpose, IsGiven = isGiven, Wording = wording, Source = source, At = now };
        db.Add(line);
        record.Lines.Add(line);
    }

    private void Set(Record record, bool isGiven, DateTimeOffset at)
    {
        if (record.State is { } state) (state.IsGiven, state.At) = (isGiven, at);
        else db.Add(record.State = new ConsentState { PersonId = record.PersonId, Purpose = record.Purpose, IsGiven = isGiven, At = at });
    }

    /// <summary>What one of the two said of one purpose, and what holds today.</summary>
    private sealed class Record(long personId, Purpose purpose, List<ConsentEntry> entries, List<ConsentState> states)
    {
        public long PersonId => personId;
        public Purpose Purpose => purpose;
        public List<ConsentEntry> Lines { get; } = entries.FindAll(e => e.PersonId == personId && e.Purpose == purpose);
        public ConsentState? State { get; set; } = states.Find(s => s.PersonId == personId && s.Purpose == purpose);
        public bool? Today => ConsentLedger.Today(Lines, e => (e.IsGiven, e.Source));
        public bool HasLeft => ConsentLedger.LeftByThemselves(Lines, e => (e.IsGiven, e.Source));
    }
}
