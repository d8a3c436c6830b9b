using Microsoft.EntityFrameworkCore;
using Preau.Nations;
using Preau.People;
using Preau.Shared;

namespace Preau.Households;

/// <summary>
/// Works out who lives together: from addresses and surnames, but for those whom somebody placed by hand. In sets of some thousand people and all who share an address
/// with them, in the transaction of the caller. What is the same already is not written.
/// </summary>
public sealed class DeriveHouseholds(Database db, NationSettings settings)
{
    public const int AtOnce = 2000;
    private const int IdsAtOnce = 100;

    private sealed record Lives(long PersonId, string HomeKey, string SurnameKey, HouseholdMember? Before)
    {
        public long? HouseholdId { get; set; }

        public bool IsAsBefore => Before is not null && Before.HomeKey == HomeKey && Before.SurnameKey == SurnameKey && Before.HouseholdId == HouseholdId;

        /// <summary>Without an address or a place by hand there is nothing to keep.</summary>
        public bool IsSomewhere => HomeKey.Length > 0 || HouseholdId is not null;
    }

    /// <summary>These people, and whoever shares an address with them now or did before.</summary>
    public Task Of(IEnumerable<long> people, CancellationToken ct) => InOrder(people.Distinct().Order(), ct);

    private async Task InOrder(IEnumerable<long> people, CancellationToken ct)
    {
        var rules = await settings.Get<HouseholdRules>(ct);
        foreach (var ids in people.Chunk(AtOnce)) await Step(ids, await new ReadHomes(db, rules).Of(ids, ct), rules, ct);
    }

    /// <summary>Everybody, in one transaction of the caller, and in the order of addresses: who shares one is then looked at together, and most rows are written once.</summary>
    public async Task All(CancellationToken ct)
    {
        var people = await db.PersonAddresses.OrderBy(a => a.Postcode).ThenBy(a => a.Line1).ThenBy(a => a.PersonId).Select(a => a.PersonId).ToListAsync(ct);
        await InOrder(people.Distinct(), ct);
        // Whoever has no address any more, or is somewhere by hand.
        await Of(await db.HouseholdMembers.Where(m => !db.PersonAddresses.Any(a => a.PersonId == m.PersonId)).Select(m => m.PersonId).ToListAsync(ct), ct);
        await Of(await db.HouseholdPlacements.Where(p => !db.HouseholdMembers.Any(m => m.PersonId == p.PersonId)).Select(p => p.PersonId).ToListAsync(ct), ct);
        await Gone(ct);
    }

    /// <summary>The next thousands behind a number, in one step; null at the end.</summary>
    public async Task<long?> Next(long after, CancellationToken ct)
    {
        var ids = await db.People.IgnoreQueryFilters([Conventions.AssignedFilter]).Where(p => p.Id > after).OrderBy(p => p.Id).Take(AtOnce).Select(p => p.Id).ToArrayAsync(ct);
        if (ids.Length == 0) return null;
        await Of(ids, ct);
        return ids[^1];
    }

    /// <summary>Rows of people who went while nobody told.</summary>
    public async Task Gone(CancellationToken ct) =>
        await Of(await db.HouseholdMembers.Where(m => !db.People.IgnoreQueryFilters(new[] { Conventions.AssignedFilter }).Any(p => p.Id == m.PersonId && p.ArchivedAt == null)).Select(m => m.PersonId).ToListAsync(ct), ct);

    /// <summary>Somebody is being erased: nothing of them or of their address stays, where nobody else is at it.</summary>
    public async Task Leave(long personId, CancellationToken ct)
    {
        if (await db.HouseholdMembers.AsNoTracking().SingleOrDefaultAsync(m => m.PersonId == personId, ct) is not { } left) return;
        await Step([personId], [], await settings.Get<HouseholdRules>(ct), ct);
        var empty = await db.Households.Where(h => h.MemberCount == 0 && !db.HouseholdPlacements.Any(p => p.HouseholdId == h.Id))
            .Where(h => h.Id == left.HouseholdId || h.JoinedIntoId == left.HouseholdId || (h.HomeKey == left.HomeKey && !db.HouseholdMembers.Any(m => m.HomeKey == h.HomeKey))).Select(h => h.Id).ToArrayAsync(ct);
        // One that is empty while another is joined into it has nobody of that one either.
        empty = [.. empty, .. await db.Households.Where(h => h.JoinedIntoId != null && EF.Parameter(empty).Contains(h.JoinedIntoId.Value) && h.MemberCount == 0).Select(h => h.Id).ToListAsync(ct)];
        await db.HouseholdCorrections.Where(c => c.IntoId != null && EF.Parameter(empty).Contains(c.IntoId.Value)).ExecuteUpdateAsync(s => s.SetProperty(c => c.NameBefore, (string?)null).SetProperty(c => c.NameAfter, (string?)null), ct);
        await db.Households.Where(h => EF.Parameter(empty).Contains(h.Id) && !db.HouseholdPlacements.Any(p => p.HouseholdId == h.Id)).ExecuteDeleteAsync(ct);
    }

    private async Task Step(long[] ids, Dictionary<long, Home> homes, HouseholdRules rules, CancellationToken ct)
    {
        await db.Execute("Households/HoldHouseholds", ct);
        var known = await db.HouseholdMembers.AsNoTracking().Where(m => EF.Parameter(ids).Contains(m.PersonId)).ToDictionaryAsync(m => m.PersonId, ct);
        string[] touched = [.. homes.Values.Select(h => h.Key).Concat(known.Values.Select(m => m.HomeKey)).Where(k => k.Length > 0).Distinct(StringComparer.Ordinal)];
        var asked = ids.ToHashSet();
        List<Lives> lives = [.. homes.Select(h => new Lives(h.Key, h.Value.Key, h.Value.SurnameKey, known.GetValueOrDefault(h.Key)))];
        foreach (var member in await db.HouseholdMembers.AsNoTracking().Where(m => EF.Parameter(touched).Contains(m.HomeKey)).ToListAsync(ct))
        {
            if (!asked.Contains(member.PersonId)) lives.Add(new(member.PersonId, member.HomeKey, member.SurnameKey, member));
        }

        var made = await Assign(lives, touched, rules, ct);
        // Also those that only are called otherwise now.
        var affected = lives.Where(l => asked.Contains(l.PersonId) || !l.IsAsBefore).SelectMany(l => new[] { l.Before?.HouseholdId, l.HouseholdId })
            .Concat(known.Values.Select(m => m.HouseholdId)).OfType<long>().ToHashSet();
        await Write([.. known.Keys.Where(id => !homes.ContainsKey(id))], lives.FindAll(l => !l.IsAsBefore && (l.IsSomewhere || l.Before is not null)), ct);
        await new DressHouseholds(db, new ReadHomes(db, rules)).Run([.. affected], made, homes, ct);
    }

    private async Task Write(long[] gone, List<Lives> changed, CancellationToken ct)
    {
        long[] old = [.. gone, .. changed.Where(l => l.Before is not null).Select(l => l.PersonId)];
        if (old.Length > 0) await db.HouseholdMembers.Where(m => EF.Parameter(old).Contains(m.PersonId)).ExecuteDeleteAsync(ct);
        if (!changed.Exists(l => l.IsSomewhere)) return;
        await using var writer = await db.Bulk("household_member", ["person_id", "home_key", "surname_key", "household_id"], ct);
        foreach (var person in changed.Where(l => l.IsSomewhere)) writer.Row(person.PersonId, person.HomeKey, person.SurnameKey, person.HouseholdId);
        await writer.Done(ct);
    }

    private async Task<List<Household>> Assign(List<Lives> lives, string[] touched, HouseholdRules rules, CancellationToken ct)
    {
        long[] people = [.. lives.Select(l => l.PersonId)];
        var placed = new Dictionary<long, long?>();
        foreach (var place in await db.HouseholdPlacements.AsNoTracking().Where(p => EF.Parameter(people).Contains(p.PersonId)).OrderBy(p => p.Id).Select(p => new { p.PersonId, p.HouseholdId, p.IsByRules }).ToListAsync(ct))
        {
            if (place.IsByRules) placed.Remove(place.PersonId);
            else placed[place.PersonId] = place.HouseholdId;
        }

        long[] targets = [.. placed.Values.OfType<long>().Distinct()];
        var joined = targets.Length == 0 ? [] : await db.Households.Where(h => EF.Parameter(targets).Contains(h.Id) && h.JoinedIntoId != null).ToDictionaryAsync(h => h.Id, h => h.JoinedIntoId!.Value, ct);
        var there = (await db.Households.AsNoTracking().Where(h => EF.Parameter(touched).Contains(h.HomeKey)).ToListAsync(ct)).GroupBy(h => h.HomeKey, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.ToList(), StringComparer.Ordinal);
        var surnames = lives.Where(l => l.SurnameKey.Length > 0).ToLookup(l => l.HomeKey, l => l.SurnameKey, StringComparer.Ordinal);
        var made = new List<Household>();
        // A number for each that may be new, at once.
        var (free, end) = (0L, 0L);
        foreach (var home in lives.Where(l => l.HomeKey.Length > 0 && !placed.ContainsKey(l.PersonId)).GroupBy(l => l.HomeKey, StringComparer.Ordinal))
        {
            // Whoever was placed elsewhere by hand still has their name at the door.
            var families = Surnames.Families(surnames[home.Key]);
            var isBuilding = families.Count > rules.MostSurnames;
            foreach (var person in home) person.HouseholdId = Of(home.Key, isBuilding ? families.Find(f => f.Contains(person.SurnameKey)) : []);
        }

        foreach (var person in lives.Where(l => placed.ContainsKey(l.PersonId))) person.HouseholdId = placed[person.PersonId] is { } target ? joined.GetValueOrDefault(target, target) : null;
        return made;

        // At a building, whoever has no surname lives with nobody.
        long? Of(string key, HashSet<string>? family)
        {
            if (family is null) return null;
            if (!there.TryGetValue(key, out var here)) there[key] = here = [];
            var known = here.Where(h => family.Count == 0 ? h.SurnameKey.Length == 0 : family.Contains(h.SurnameKey)).MinBy(h => h.Id);
            if (known is not null) return known.JoinedIntoId ?? known.Id;
            if (free == end)
            {
                var count = Math.Min(lives.Count, IdsAtOnce);
                free = db.Ids.Reserve("household", count);
                end = free + count;
            }

            var one = new Household { Id = free++, HomeKey = key, SurnameKey = family.Min(StringComparer.Ordinal) ?? "" };
            made.Add(one);
            here.Add(one);
            return one.Id;
        }
    }
}
