using Microsoft.EntityFrameworkCore;
using Preau.Shared;

namespace Preau.Households;

/// <summary>What a household is called, where it is and how many it is follows its members. Those without anybody go, unless somebody's word hangs on them.</summary>
internal sealed class DressHouseholds(Database db, ReadHomes read)
{
    private static readonly string[] Columns =
        ["id", "home_key", "surname_key", "joined_into_id", "name", "name_key", "is_named", "line1", "line2", "postcode", "city", "country", "city_key", "street_key", "member_count"];

    public async Task Run(long[] affected, List<Household> made, Dictionary<long, Home> homes, CancellationToken ct)
    {
        if (affected.Length == 0) return;
        var members = (await db.HouseholdMembers.AsNoTracking().Where(m => m.HouseholdId != null && EF.Parameter(affected).Contains(m.HouseholdId.Value)).Select(m => new { m.PersonId, HouseholdId = m.HouseholdId!.Value }).ToListAsync(ct));
        long[] others = [.. members.Select(m => m.PersonId).Where(id => !homes.ContainsKey(id))];
        var more = others.Length == 0 ? [] : await read.Of(others, ct);
        var living = members.Where(m => homes.ContainsKey(m.PersonId) || more.ContainsKey(m.PersonId)).OrderBy(m => m.PersonId).ToLookup(m => m.HouseholdId, m => homes.TryGetValue(m.PersonId, out var home) ? home : more[m.PersonId]);
        if (made.Count > 0)
        {
            await using var writer = await db.Bulk("household", Columns, ct);
            foreach (var one in made)
            {
                Dress(one, [.. living[one.Id]]);
                writer.Row(one.Id, one.HomeKey, one.SurnameKey, null, one.Name, one.NameKey, false, one.Line1, one.Line2, one.Postcode, one.City, one.Country, one.CityKey, one.StreetKey, one.MemberCount);
            }

            await writer.Done(ct);
        }

        long[] old = [.. affected.Except(made.Select(m => m.Id))];
        if (old.Length == 0) return;
        foreach (var one in await db.Households.AsNoTracking().Where(h => EF.Parameter(old).Contains(h.Id)).ToListAsync(ct))
        {
            var before = Facts(one);
            Dress(one, [.. living[one.Id]]);
            if (Facts(one) != before) await Update(one, ct);
        }

        await db.Households.Where(h => EF.Parameter(old).Contains(h.Id) && h.MemberCount == 0 && h.JoinedIntoId == null && (!h.IsNamed || (string.Compare(h.HomeKey, Household.OwnStart) >= 0 && string.Compare(h.HomeKey, Household.OwnEnd) < 0)))
            .Where(h => !db.Households.Any(o => o.JoinedIntoId == h.Id) && !db.HouseholdPlacements.Any(p => p.HouseholdId == h.Id)).ExecuteDeleteAsync(ct);
    }

    private static void Dress(Household one, IReadOnlyList<Home> living)
    {
        one.MemberCount = living.Count;
        // Where nobody is left, what was known of it stays until it goes itself.
        if (living.Count == 0) return;
        if (!one.IsNamed)
        {
            one.Name = Surnames.Together(living.Where(h => h.LastName.Length > 0).DistinctBy(h => h.SurnameKey, StringComparer.Ordinal).Select(h => h.LastName));
            one.NameKey = NameKey.Of(one.Name);
        }

        if ((living.FirstOrDefault(h => h.Key == one.HomeKey) ?? living.FirstOrDefault(h => h.Address is not null))?.Address is not { } address) return;
        // The flat of one is not that of all.
        var flats = living.Where(h => h.Key == one.HomeKey || h.Address == address).Select(h => h.Address!.Line2).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        (one.Line1, one.Line2, one.Postcode, one.City, one.Country) = (address.Line1, flats.Count == 1 ? flats[0] : "", address.Postcode, address.City, address.Country);
        (one.CityKey, one.StreetKey) = (address.CityKey, AddressKey.Street(address.Line1));
    }

    private static (string, string, string, string, string, string, int) Facts(Household one) => (one.Name, one.Line1, one.Line2, one.Postcode, one.City, one.Country, one.MemberCount);

    private Task<int> Update(Household one, CancellationToken ct) => db.Households.Where(h => h.Id == one.Id).ExecuteUpdateAsync(s => s
        .SetProperty(h => h.Name, one.Name).SetProperty(h => h.NameKey, one.NameKey).SetProperty(h => h.Line1, one.Line1).SetProperty(h => h.Line2, one.Line2).SetProperty(h => h.Postcode, one.Postcode)
        .SetProperty(h => h.City, one.City).SetProperty(h => h.Country, one.Country).SetProperty(h => h.CityKey, one.CityKey).SetProperty(h => h.StreetKey, one.StreetKey).SetProperty(h => h.MemberCount, one.MemberCount), ct);
}
