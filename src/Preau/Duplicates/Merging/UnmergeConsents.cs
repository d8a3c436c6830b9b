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
            var about = entries.FindAll(e => e.Purpose == purpose);
            var (ofKept, ofGone) = (about.FindAll(e => e.PersonId == merge.KeptId && e.Source != source), about.FindAll(e => e.PersonId == merge.GoneId));
            var (kept, gone) = (states.Find(s => s.PersonId == merge.KeptId && s.Purpose == purpose), states.Find(s => s.PersonId == merge.GoneId && s.Purpose == purpose));
            var undoing = ofKept.Where(e => e.At > merge.At && e.Source.StartsWith(ConsentLedger.Undoing, StringComparison.Ordinal)).Select(e => e.Source).ToHashSet(StringComparer.Ordinal);
            foreach (var undone in undoing)
            {
                foreach (var taken in ofGone.Select(e => e.Source).Where(s => ConsentLedger.TakesBack(undone, s)).ToHashSet(StringComparer.Ordinal))
                {
                    if (ConsentLedger.Without(ofGone, taken) is not { } rest) continue;
                    Append(merge.GoneId, purpose, rest.IsGiven, rest.Wording, undone, now);
                    ofGone.RemoveAll(e => e.Source == taken);
                    if (rest.WasLast) Set(gone, merge.GoneId, purpose, rest.IsGiven, now);
                }
            }

            var standing = ConsentLedger.Standing(ofKept, e => e.Source);
            var said = standing.LastOrDefault();
            if (said is not null && said.At > merge.At)
            {
                Set(kept, merge.KeptId, purpose, said.IsGiven, said.At);
                if (said.IsGiven || gone is { IsGiven: false }) continue;
                Append(merge.GoneId, purpose, isGiven: false, "", source, now);
                Set(gone, merge.GoneId, purpose, isGiven: false, now);
            }
            else
            {
                var isGiven = undoing.Count > 0 ? said is { IsGiven: true } && !ConsentLedger.LeftByThemselves(ofKept, e => (e.IsGiven, e.Source)) : kept is { IsGiven: true };
                if (isGiven && about.FindLast(e => e.PersonId == merge.KeptId) is not { IsGiven: true }) Append(merge.KeptId, purpose, isGiven: true, about.FindLast(e => e.PersonId == merge.KeptId && e.IsGiven)?.Wording ?? "", source, now);
                if (isGiven || kept is { IsGiven: true }) Set(kept, merge.KeptId, purpose, isGiven, now);
            }
        }
    }

    private void Append(long personId, Purpose purpose, bool isGiven, string wording, string source, DateTimeOffset now) =>
        db.Add(new ConsentEntry { PersonId = personId, Purpose = purpose, IsGiven = isGiven, Wording = wording, Source = source, At = now });

    private void Set(ConsentState? state, long personId, Purpose purpose, bool isGiven, DateTimeOffset at)
    {
        if (state is null) db.Add(new ConsentState { PersonId = personId, Purpose = purpose, IsGiven = isGiven, At = at });
        else (state.IsGiven, state.At) = (isGiven, at);
    }
}
