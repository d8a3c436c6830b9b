using Microsoft.EntityFrameworkCore;

namespace Preau.Households;

/// <summary>What is left of a home after somebody was erased: it goes, with its names, where nobody else is at it and nobody's word about others hangs on it.</summary>
internal sealed class ForgetHome(Database db)
{
    /// <param name="IsHeld">Whether somebody else was put there by hand.</param>
    /// <param name="IsAtDoor">Whether others belong there by their address, wherever they live now.</param>
    private sealed record Emptied(long Id, long? JoinedIntoId, bool IsHeld, bool IsAtDoor);

    /// <param name="homes">Where they lived, and where they were put by hand.</param>
    /// <param name="key">Of their own address.</param>
    /// <param name="surname">By which they were one household of a building.</param>
    /// <param name="ct">Gives up.</param>
    public async Task Run(long[] homes, string key, string surname, CancellationToken ct)
    {
        var empty = await Look(db.Households.Where(h => EF.Parameter(homes).Contains(h.Id) || h.HomeKey == key), surname, ct);
        var gone = empty.Where(h => !h.IsHeld && (!h.IsAtDoor || (h.JoinedIntoId is null && homes.Contains(h.Id)))).Select(h => h.Id).ToHashSet();
        long[] targets = [.. gone];
        var joined = await Look(db.Households.Where(h => h.JoinedIntoId != null && EF.Parameter(targets).Contains(h.JoinedIntoId.Value)), surname, ct);
        // Others are sent there by what was joined to it: that is somebody's word.
        foreach (var one in joined.Where(h => h.IsHeld || h.IsAtDoor)) gone.Remove(one.JoinedIntoId!.Value);
        gone.UnionWith(joined.Where(h => gone.Contains(h.JoinedIntoId!.Value)).Select(h => h.Id));
        var kept = empty.FindAll(h => !gone.Contains(h.Id) && (!h.IsAtDoor || (h.JoinedIntoId is null && homes.Contains(h.Id))));
        foreach (var one in kept) await Blank(one, ct);
        long[] nameless = [.. gone, .. kept.Select(h => h.Id)];
        await db.HouseholdCorrections.Where(c => c.IntoId != null && EF.Parameter(nameless).Contains(c.IntoId.Value)).ExecuteUpdateAsync(s => s.SetProperty(c => c.NameBefore, (string?)null).SetProperty(c => c.NameAfter, (string?)null), ct);
        targets = [.. gone];
        await db.Households.Where(h => EF.Parameter(targets).Contains(h.Id)).ExecuteDeleteAsync(ct);
    }

    private Task<List<Emptied>> Look(IQueryable<Household> households, string surname, CancellationToken ct) => households.Where(h => h.MemberCount == 0)
        .Select(h => new Emptied(h.Id, h.JoinedIntoId, db.HouseholdPlacements.Any(p => p.HouseholdId == h.Id),
            db.HouseholdMembers.Any(m => m.HomeKey == h.HomeKey && (h.SurnameKey == "" || h.SurnameKey != surname || m.SurnameKey == surname)))).ToListAsync(ct);

    /// <summary>It stays for whom it is kept, as one made by hand: whoever comes to live there dresses it anew.</summary>
    private async Task Blank(Emptied one, CancellationToken ct)
    {
        await db.Households.Where(h => h.Id == one.Id).ExecuteUpdateAsync(s => s.SetProperty(h => h.IsNamed, false).SetProperty(h => h.Name, "").SetProperty(h => h.NameKey, "").SetProperty(h => h.Line1, "").SetProperty(h => h.Line2, "")
            .SetProperty(h => h.Postcode, "").SetProperty(h => h.City, "").SetProperty(h => h.Country, "").SetProperty(h => h.CityKey, "").SetProperty(h => h.StreetKey, ""), ct);
        var own = Household.OwnKey(one.Id);
        if (!one.IsAtDoor) await db.Households.Where(h => h.Id == one.Id).ExecuteUpdateAsync(s => s.SetProperty(h => h.HomeKey, own).SetProperty(h => h.SurnameKey, ""), ct);
    }
}
