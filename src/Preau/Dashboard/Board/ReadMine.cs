using Microsoft.EntityFrameworkCore;

namespace Preau.Dashboard.Board;

/// <summary>Somebody whom the reader looks after.</summary>
/// <param name="Said">The beginning of the last note; null where nobody has written one.</param>
public sealed record MyPerson(long Id, string Name, string Town, string? Said, DateTimeOffset? SaidAt);

/// <summary>Whom a volunteer was given: how many, and the first of them by name.</summary>
public sealed record MyPeople(int Count, IReadOnlyList<MyPerson> First);

/// <summary>The people of somebody who sees no others, with what was last said to each.</summary>
public sealed class ReadMine(Database db)
{
    private const int Shown = 8;
    private const int LongestSaid = 160;

    public async Task<MyPeople> Run(CancellationToken ct)
    {
        var mine = db.People.AsNoTracking().Where(p => p.ArchivedAt == null && !p.IsRollOnly);
        var people = await mine.OrderBy(p => p.NameKey).ThenBy(p => p.Id).Take(Shown).Select(p => new { p.Id, p.FirstName, p.LastName }).ToListAsync(ct);
        var ids = people.ConvertAll(p => p.Id);
        var towns = (await db.PersonAddresses.AsNoTracking().Where(a => ids.Contains(a.PersonId)).OrderBy(a => a.Position).Select(a => new { a.PersonId, a.City }).ToListAsync(ct)).ToLookup(a => a.PersonId, a => a.City);
        var notes = await db.Notes.AsNoTracking().Where(n => ids.Contains(n.PersonId) && !db.Notes.Any(later => later.PersonId == n.PersonId && (later.At > n.At || (later.At == n.At && later.Id > n.Id))))
            .ToDictionaryAsync(n => n.PersonId, ct);
        return new(await mine.CountAsync(ct), people.ConvertAll(p =>
        {
            var note = notes.GetValueOrDefault(p.Id);
            return new MyPerson(p.Id, $"{p.FirstName} {p.LastName}".Trim(), towns[p.Id].FirstOrDefault() ?? "", note is { Text.Length: > LongestSaid } ? note.Text[..LongestSaid] + "…" : note?.Text, note?.At);
        }));
    }
}
