using Microsoft.EntityFrameworkCore;
using Preau.People;

namespace Preau.Imports;

/// <summary>Whom an undo left: people whom the import brought in, and those who took one of them in by a merge and are known from elsewhere for longer.</summary>
internal static class KeptPeople
{
    public static async Task<long> Count(Database db, string source, CancellationToken ct) => await db.People.LongCountAsync(p => p.Source == source, ct) + await Merged(db, source).LongCountAsync(ct);

    public static async Task<IReadOnlyList<Person>> First(Database db, string source, int count, CancellationToken ct)
    {
        var own = await db.People.AsNoTracking().Where(p => p.Source == source).OrderBy(p => p.Id).Take(count).ToListAsync(ct);
        return own.Count == count ? own : [.. own, .. await Merged(db, source).AsNoTracking().OrderBy(p => p.Id).Take(count - own.Count).ToListAsync(ct)];
    }

    // Of merges of before their source was kept: what an undo gave back to somebody bears its own source, so what is left came with a record that was merged.
    private static IQueryable<Person> Merged(Database db, string source) => db.People.Where(p => p.Source != source
        && (db.MergedPeople.Where(m => m.Source == source).Select(m => m.PersonId).Contains(p.Id) || db.MergedPeople.Where(m => m.Source == null && db.Provenances.Any(v => v.PersonId == m.PersonId && v.Source == source)).Select(m => m.PersonId).Contains(p.Id)));
}
