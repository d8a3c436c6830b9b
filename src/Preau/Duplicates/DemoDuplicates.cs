using Microsoft.EntityFrameworkCore;
using Preau.Nations;
using Preau.People;

namespace Preau.Duplicates;

/// <summary>Some dozen of the demo's contacts came a second time: some are surely the same, some only may be. One pair was merged, one told apart.</summary>
public sealed class DemoDuplicates(Database db, MergePeople merge, TellApart tell, TimeProvider clock) : IDemoSeed
{
    private const int Pairs = 36;

    public string Name => "duplicates";
    public int Order => 45;

    public async Task Run(CancellationToken ct)
    {
        var chosen = await db.People.AsNoTracking().Where(p => !p.IsRollOnly && p.ArchivedAt == null && p.FirstName != "" && p.LastName != "" && db.PersonEmails.Any(e => e.PersonId == p.Id) && db.PersonPhones.Any(e => e.PersonId == p.Id))
            .OrderBy(p => p.Id).Take(Pairs).ToListAsync(ct);
        var ids = chosen.ConvertAll(p => p.Id);
        var emails = (await db.PersonEmails.AsNoTracking().Where(e => EF.Parameter(ids).Contains(e.PersonId)).OrderBy(e => e.Position).ToListAsync(ct)).ToLookup(e => e.PersonId);
        var phones = (await db.PersonPhones.AsNoTracking().Where(e => EF.Parameter(ids).Contains(e.PersonId)).OrderBy(e => e.Position).ToListAsync(ct)).ToLookup(e => e.PersonId);
        var addresses = (await db.PersonAddresses.AsNoTracking().Where(e => EF.Parameter(ids).Contains(e.PersonId)).OrderBy(e => e.Position).ToListAsync(ct)).ToLookup(e => e.PersonId);
        var twins = new List<(long First, long Second)>();
        foreach (var (i, person) in chosen.Index())
        {
            var twin = Twin(person, i, emails[person.Id].First(), phones[person.Id].First(), addresses[person.Id].FirstOrDefault());
            twins.Add((person.Id, twin.Id));
        }

        await db.SaveChangesAsync(ct);
        if (twins.Count < 4) return;
        await merge.Run(twins[0].First, twins[0].Second, new Dictionary<string, Side>(StringComparer.Ordinal), null, ct);
        await tell.Run(twins[3].First, twins[3].Second, ct);
    }

    /// <summary>The same mail and telephone every third time, only the telephone, or only the name and postcode; the first name short now and then.</summary>
    private Person Twin(Person person, int i, PersonEmail email, PersonPhone phone, PersonAddress? address)
    {
        var at = clock.GetUtcNow() - TimeSpan.FromDays(1 + (i % 20));
        var twin = new Person
        {
            FirstName = i % 6 == 4 ? person.FirstName[..1] + "." : person.FirstName, LastName = i % 5 == 2 ? person.LastName.ToUpperInvariant() : person.LastName,
            BornOn = i % 4 == 0 ? person.BornOn : null, Occupation = i % 3 == 1 ? person.Occupation ?? "Enseignante" : null, Source = i % 2 == 0 ? "market" : "meeting", CreatedAt = at, ChangedAt = at,
        };
        db.Add(twin);
        if (i % 3 == 0) db.Add(new PersonEmail { PersonId = twin.Id, Address = email.Address, EmailKey = email.EmailKey, IsShut = email.IsShut });
        if (i % 3 != 2) db.Add(new PersonPhone { PersonId = twin.Id, Number = phone.Number, PhoneKey = phone.PhoneKey, Kind = phone.Kind });
        if (address is not null && i % 3 == 2) db.Add(new PersonAddress { PersonId = twin.Id, Kind = address.Kind, Line1 = address.Line1, Postcode = address.Postcode, City = address.City, Country = address.Country });
        return twin;
    }
}
