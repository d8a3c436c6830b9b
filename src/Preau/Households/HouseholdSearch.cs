using Microsoft.EntityFrameworkCore;
using Preau.People.Listing;

namespace Preau.Households;

/// <param name="HouseholdId">None for somebody who is in no household yet.</param>
/// <param name="PersonId">Whom the search found, where it found a person.</param>
public sealed record HouseholdFound(long? HouseholdId, long? PersonId, string Name, string Address, int People);

/// <summary>Finds a household by its name, its street, or somebody who lives there.</summary>
public sealed class HouseholdSearch(Database db, PersonSearch search)
{
    private const int Most = 8;

    public async Task<IReadOnlyList<HouseholdFound>> Run(string text, CancellationToken ct)
    {
        var found = new List<HouseholdFound>();
        foreach (var filter in new[] { new HouseholdFilter { Name = text }, new HouseholdFilter { Street = text } }.Where(f => f.NameKey.Length + f.StreetKey.Length > 0))
        {
            var households = await filter.Apply(db.Households.AsNoTracking()).OrderBy(h => filter.NameKey != "" ? h.NameKey : h.StreetKey).ThenBy(h => h.Id).Take(Most).ToListAsync(ct);
            found.AddRange(households.Select(h => new HouseholdFound(h.Id, null, h.Name, HouseholdWords.Address(h), h.MemberCount)));
        }

        var people = new List<(long Id, string Name)>();
        foreach (var range in await search.Ranges(text, db.People.AsNoTracking().Where(p => p.ArchivedAt == null), ct))
        {
            if (people.Count >= Most) break;
            people.AddRange((await (range.IsByGiven ? range.People.OrderBy(p => p.GivenKey) : range.IsFew ? range.People.OrderBy(p => p.NameKey + "") : range.People.OrderBy(p => p.NameKey)).ThenBy(p => p.Id).Take(Most - people.Count).Select(p => new { p.Id, p.FirstName, p.LastName }).ToListAsync(ct))
                .Select(p => (p.Id, $"{p.FirstName} {p.LastName}".Trim())));
        }

        long[] ids = [.. people.Select(p => p.Id)];
        var homes = await db.HouseholdMembers.Where(m => EF.Parameter(ids).Contains(m.PersonId) && m.HouseholdId != null).Join(db.Households, m => m.HouseholdId, h => h.Id, (m, h) => new { m.PersonId, Household = h }).AsNoTracking().ToDictionaryAsync(h => h.PersonId, h => h.Household, ct);
        found.AddRange(people.Select(p => homes.TryGetValue(p.Id, out var home) ? new HouseholdFound(home.Id, p.Id, p.Name, HouseholdWords.Address(home), home.MemberCount) : new HouseholdFound(null, p.Id, p.Name, "", 0)));
        return found;
    }
}
