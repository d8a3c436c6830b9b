using Microsoft.EntityFrameworkCore;
using Preau.People;
using Preau.Shared;

namespace Preau.Households;

/// <param name="Key">Empty where no address is known.</param>
/// <param name="Address">The one that the key is of.</param>
internal sealed record Home(string Key, string SurnameKey, string LastName, PersonAddress? Address);

/// <summary>Where people live, by their addresses: at home, else where their post goes, else where the roll says. Who is archived or gone is not in the answer.</summary>
internal sealed class ReadHomes(Database db, HouseholdRules rules)
{
    private static readonly AddressKind[] Order = [AddressKind.Home, AddressKind.Mailing, AddressKind.Registered];

    public async Task<Dictionary<long, Home>> Of(long[] ids, CancellationToken ct)
    {
        // A household is the same whoever looks at it.
        var people = await db.People.IgnoreQueryFilters([Conventions.AssignedFilter]).Where(p => EF.Parameter(ids).Contains(p.Id) && p.ArchivedAt == null).Select(p => new { p.Id, p.LastName }).ToListAsync(ct);
        var addresses = (await db.PersonAddresses.AsNoTracking().Where(a => EF.Parameter(ids).Contains(a.PersonId)).ToListAsync(ct)).ToLookup(a => a.PersonId);
        return people.ToDictionary(p => p.Id, p => Of(p.LastName, addresses[p.Id]));
    }

    /// <summary>The address of one, whether archived or not.</summary>
    public async Task<string> Key(long personId, CancellationToken ct) => Of("", await db.PersonAddresses.AsNoTracking().Where(a => a.PersonId == personId).ToListAsync(ct)).Key;

    private Home Of(string lastName, IEnumerable<PersonAddress> addresses)
    {
        foreach (var address in addresses.Where(a => Array.IndexOf(Order, a.Kind) >= 0 && (a.Kind != AddressKind.Registered || rules.UsesRoll)).OrderBy(a => Array.IndexOf(Order, a.Kind)).ThenBy(a => a.Position))
        {
            if (AddressKey.Of(address, rules.TellsFlatsApart) is { Length: > 0 } key) return new(key, NameKey.Of(lastName), lastName.Trim(), address);
        }

        return new("", NameKey.Of(lastName), lastName.Trim(), null);
    }
}
