using Microsoft.EntityFrameworkCore;
using Preau.People;

namespace Preau.Imports.Batches;

/// <summary>What a file told of consent, yes or no, does not outlive it: another line says so, nothing is struck out. Where the person has spoken since, that stands.</summary>
internal sealed class TakeBackConsents(Database db, Import import, DateTimeOffset now)
{
    public async Task Run(long[] people, CancellationToken ct)
    {
        var source = import.Source;
        var told = people.Length == 0 ? [] : await db.ConsentEntries.Where(c => EF.Parameter(people).Contains(c.PersonId) && c.Source == source).Select(c => c.PersonId).Distinct().ToArrayAsync(ct);
        if (told.Length == 0) return;
        var lines = await db.ConsentEntries.AsNoTracking().Where(c => EF.Parameter(told).Contains(c.PersonId)).OrderBy(c => c.At).ThenBy(c => c.Id).ToListAsync(ct);
        var (answers, again) = (new List<(long, Purpose, bool, string)>(), new List<ConsentEntry>());
        foreach (var about in lines.GroupBy(c => (c.PersonId, c.Purpose)))
        {
            if (ConsentLedger.Without(about, source) is not var (before, wasLast)) continue;
            if (!wasLast && !ConsentLedger.IsLoose(about, c => c.Source)) continue;
            answers.Add((about.Key.PersonId, about.Key.Purpose, before?.IsGiven == true, before?.Wording ?? ""));
            // Another file has the last word, or a mail, which may be taken back in turn: then this one must be gone.
            if (!wasLast) again.Add(before!);
        }

        await new AppendConsent(db, import.UndoSource, now).Run(answers, ct);
        foreach (var said in again.GroupBy(c => c.Source, StringComparer.Ordinal))
            await new AppendConsent(db, said.Key, now).Run([.. said.Select(c => (c.PersonId, c.Purpose, c.IsGiven, c.Wording))], ct);
    }
}
