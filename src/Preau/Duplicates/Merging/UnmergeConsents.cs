using Microsoft.EntityFrameworkCore;
using Preau.People;

namespace Preau.Duplicates;

/// <summary>
/// After the rows are back: the no that the merge itself appended is answered, since the ledger is never shortened; and a no that was said in between
/// holds for both, since nobody knows any more which of the two said it.
/// </summary>
internal sealed class UnmergeConsents(Database db)
{
    public async Task Run(Merge merge, DateTimeOffset now, CancellationToken ct)
    {
        var source = $"merge:{merge.Id}";
        var entries = await db.ConsentEntries.AsNoTracking().Where(e => e.PersonId == merge.KeptId).OrderBy(e => e.At).ThenBy(e => e.Id).ToListAsync(ct);
        var states = await db.ConsentStates.Where(s => s.PersonId == merge.KeptId || s.PersonId == merge.GoneId).ToListAsync(ct);
        foreach (var purpose in entries.Where(e => e.At > merge.At || e.Source == source).GroupBy(e => e.Purpose))
        {
            var kept = states.Find(s => s.PersonId == merge.KeptId && s.Purpose == purpose.Key);
            var between = purpose.Where(e => e.Source != source).ToList();
            if (between.Count > 0)
            {
                var last = between[^1];
                Set(kept, merge.KeptId, purpose.Key, last.IsGiven, last.At);
                if (last.IsGiven) continue;
                var gone = states.Find(s => s.PersonId == merge.GoneId && s.Purpose == purpose.Key);
                if (gone is { IsGiven: false }) continue;
                Append(merge.GoneId, purpose.Key, isGiven: false, "", source, now);
                Set(gone, merge.GoneId, purpose.Key, isGiven: false, now);
            }
            else if (kept is { IsGiven: true })
            {
                var wording = entries.FindLast(e => e.Purpose == purpose.Key && e.IsGiven)?.Wording ?? "";
                Append(merge.KeptId, purpose.Key, isGiven: true, wording, source, now);
                Set(kept, merge.KeptId, purpose.Key, isGiven: true, now);
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
