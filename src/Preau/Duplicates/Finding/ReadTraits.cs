using Microsoft.EntityFrameworkCore;
using Preau.People;
using Preau.Shared;

namespace Preau.Duplicates;

/// <summary>Reads what a comparison looks at, of some thousand people with six questions. Who is archived or gone is not in the answer.</summary>
internal sealed class ReadTraits(Database db, IOtherNames otherNames)
{
    public async Task<Dictionary<long, Traits>> Of(long[] ids, CancellationToken ct)
    {
        if (ids.Length == 0) return [];
        var people = (await db.People.Where(p => EF.Parameter(ids).Contains(p.Id) && p.ArchivedAt == null).Select(p => new { p.Id, p.FirstName, p.LastName, p.BornOn, p.Sex }).ToListAsync(ct))
            .ToDictionary(p => p.Id, p => new Traits { Id = p.Id, First = NameKey.Compact(p.FirstName), Last = NameKey.Compact(p.LastName), Born = p.BornOn, Sex = p.Sex?.ToString() });
        foreach (var e in await db.PersonEmails.Where(e => EF.Parameter(ids).Contains(e.PersonId)).Select(e => new { e.PersonId, e.EmailKey }).ToListAsync(ct)) people.GetValueOrDefault(e.PersonId)?.Emails.Add(e.EmailKey);
        foreach (var e in await db.PersonPhones.Where(e => EF.Parameter(ids).Contains(e.PersonId)).Select(e => new { e.PersonId, e.PhoneKey }).ToListAsync(ct)) people.GetValueOrDefault(e.PersonId)?.Phones.Add(e.PhoneKey);
        foreach (var a in await db.PersonAddresses.Where(a => EF.Parameter(ids).Contains(a.PersonId) && a.Postcode != "").Select(a => new { a.PersonId, a.Line1, a.Postcode }).ToListAsync(ct))
        {
            if (!people.TryGetValue(a.PersonId, out var person)) continue;
            person.Postcodes.Add(a.Postcode);
            if (Evidence.Street(a.Line1, a.Postcode) is { } street) person.Streets.Add(street);
        }

        foreach (var (id, key) in await otherNames.Of(ids, ct)) people.GetValueOrDefault(id)?.OtherNames.Add(NameKey.Compact(BornTogether.Read(key).NameKey));
        foreach (var n in await db.PersonExternalIds.Where(e => EF.Parameter(ids).Contains(e.PersonId)).Select(e => new { e.PersonId, e.Source, e.Value }).ToListAsync(ct))
        {
            if (!people.TryGetValue(n.PersonId, out var person)) continue;
            if (!person.Numbers.TryGetValue(n.Source, out var values)) person.Numbers[n.Source] = values = new(StringComparer.Ordinal);
            values.Add(n.Value);
        }

        return people;
    }
}
