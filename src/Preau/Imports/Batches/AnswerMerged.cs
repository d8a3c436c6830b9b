using Microsoft.EntityFrameworkCore;

namespace Preau.Imports.Batches;

/// <summary>
/// Somebody whom the import brought in was merged into another record since: what the file said they agreed to stands in that one's ledger now. It is answered there by one more
/// line, unless the person has spoken since or had said the same before.
/// </summary>
internal sealed class AnswerMerged(Database db, Import import, TimeProvider clock)
{
    public async Task Run(long[] ids, CancellationToken ct)
    {
        var source = import.Source;
        var given = await db.ConsentStates.AsNoTracking().Where(s => EF.Parameter(ids).Contains(s.PersonId) && s.IsGiven).ToListAsync(ct);
        var lines = (await db.ConsentEntries.AsNoTracking().Where(c => EF.Parameter(ids).Contains(c.PersonId)).OrderBy(c => c.At).ThenBy(c => c.Id).ToListAsync(ct)).ToLookup(c => (c.PersonId, c.Purpose));
        var answers = given.Where(s => lines[(s.PersonId, s.Purpose)] is var said && said.LastOrDefault()?.Source == source && said.LastOrDefault(l => l.Source != source) is not { IsGiven: true })
            .Select(s => (s.PersonId, s.Purpose, false, "")).ToList();
        await new AppendConsent(db, import.UndoSource, clock.GetUtcNow().ToMicroseconds()).Run(answers, ct);
    }
}
