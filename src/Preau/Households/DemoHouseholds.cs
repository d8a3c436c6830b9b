using Microsoft.EntityFrameworkCore;
using Preau.Nations;

namespace Preau.Households;

/// <summary>The households of the demo, and a few corrections: somebody who moved in with a neighbour, somebody who lives alone, a name for letters.</summary>
public sealed class DemoHouseholds(Database db, DeriveHouseholds derive, CorrectHousehold correct) : IDemoSeed
{
    public string Name => "households";
    public int Order => 55;

    public async Task Run(CancellationToken ct)
    {
        // At once, and not when the feed comes by: the first screen that is opened shows them.
        await derive.All(ct);
        var large = await db.Households.AsNoTracking().Where(h => h.MemberCount >= 3).OrderBy(h => h.CityKey).ThenBy(h => h.StreetKey).ThenBy(h => h.Id).Take(3).ToListAsync(ct);
        if (large.Count < 3) return;
        await correct.Rename(large[0].Id, $"Famille {large[0].Name}", ct);
        await correct.TakeOut([await Youngest(large[0].Id, ct)], large[0].Id, ct);
        await correct.Move([await Youngest(large[1].Id, ct)], large[1].Id, large[2].Id, ct);
    }

    private Task<long> Youngest(long householdId, CancellationToken ct) => db.Housemates(householdId).OrderByDescending(p => p.BornOn).ThenBy(p => p.Id).Select(p => p.Id).FirstAsync(ct);
}
