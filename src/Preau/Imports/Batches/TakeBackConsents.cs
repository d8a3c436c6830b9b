using Microsoft.EntityFrameworkCore;
using Preau.People;

namespace Preau.Imports.Batches;

/// <summary>
/// What a file told of consent, yes or no, does not outlive it, in whosever ledger a merge has brought it: another line says so, nothing is struck out. Where the person has spoken since, that stands.
/// </summary>
internal sealed class TakeBackConsents(Database db, Import import, TimeProvider clock)
{
    public async Task Run(long[] people, CancellationToken ct)
    {
        var source = import.Source;
        var told = people.Length == 0 ? [] : await db.ConsentEntries.Where(c => EF.Parameter(people).Contains(c.PersonId) && c.Source == source).Select(c => c.PersonId).Distinct().ToArrayAsync(ct);
        if (told.Length == 0) return;
        var lines = await db.ConsentEntries.AsNoTracking().Where(c => EF.Parameter(told).Contains(c.PersonId)).OrderBy(c => c.At).ThenBy(c => c.Id).ToListAsync(ct);
        var (last, below) = (new List<(long, Purpose, bool, string)>(), new List<(long, Purpose, bool, string)>());
        foreach (var about in lines.GroupBy(c => (c.PersonId, c.Purpose)))
        {
            if (ConsentLedger.Without(about, source) is { } rest) (rest.WasLast ? last : below).Add((about.Key.PersonId, about.Key.Purpose, rest.IsGiven, rest.Wording));
        }

        var append = new AppendConsent(db, import.UndoSource, clock.GetUtcNow().ToMicroseconds());
        await append.Run(last, ct);
        await append.Note(below, ct);
    }
}
