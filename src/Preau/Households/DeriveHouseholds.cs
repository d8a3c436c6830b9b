using Microsoft.EntityFrameworkCore;
using Preau.Nations;

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
    public async Task Of(IEnumerable<long> people, CancellationToken ct)
    {
        foreach (var ids in people.Distinct().Order().Chunk(AtOnce)) await Part(ids, ct);
    }

    /// <summary>Everybody, in the order of addresses: who shares one is then looked at together, and most rows are written once. Saves part by part, so that others can write between two.</summary>
    public async Task All(CancellationToken ct)
    {
        var people = await db.PersonAddresses.OrderBy(a => a.Postcode).ThenBy(a => a.Line1).ThenBy(a => a.PersonId).Select(a => a.PersonId).ToListAsync(ct);
        await InParts(people.Distinct(), ct);
        // Whoever has no address any more, or is somewhere by hand.
        await InParts(await db.HouseholdMembers.Where(m => !db.PersonAddresses.Any(a => a.PersonId == m.PersonId)).Select(m => m.PersonId).ToListAsync(ct), ct);
        await InParts((await db.HouseholdPlacements.Where(p => !db.HouseholdMembers.Any(m => m.PersonId == p.PersonId)).Select(p => p.PersonId).ToListAsync(ct)).Distinct(), ct);
        await InParts(await WhoWent(ct), ct);
    }

    private async Task InParts(IEnumerable<long> people, CancellationToken ct)
    {
        foreach (var ids in people.Chunk(AtOnce))
        {
            await using (var transaction = await db.Database.BeginTransactionAsync(ct))
            {
                await Part(ids, ct);
                await transaction.CommitAsync(ct);
            }

            await db.Turns.Give(ct);
        }
    }

    private async Task Part(long[] ids, CancellationToken ct)
    {
        // Before rules and addresses are read, so that nobody writes by what another one changed while they waited.
        await db.Execute("Households/HoldHouseholds", ct);
        var rules = await settings.Get<HouseholdRules>(ct);
        await Step(ids, await new ReadHomes(db, rules).Of(ids, ct), rules, ct);
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
    public async Task Gone(CancellationToken ct) => await Of(await WhoWent(ct), ct);

    private Task<List<long>> WhoWent(CancellationToken ct) =>
        db.HouseholdMembers.Where(m => !db.People.IgnoreQueryFilters(new[] { Conventions.AssignedFilter }).Any(p => p.Id == m.PersonId && p.ArchivedAt == null)).Select(m => m.PersonId).ToListAsync(ct);

    /// <summary>Somebody is being erased: nothing of them or of their address stays, where nobody else is at it.</summary>
    /// <param name="placedIn">Where somebody had put them by hand.</param>
    public async Task Leave(long personId, IEnumerable<long> placedIn, CancellationToken ct)
    {
        await db.Execute("Households/HoldHouseholds", ct);
        var rules = await settings.Get<HouseholdRules>(ct);
        var left = await db.HouseholdMembers.AsNoTracking().SingleOrDefaultAsync(m => m.PersonId == personId, ct);
        if (left is not null) await Step([personId], [], rules, ct);
        long[] homes = left?.HouseholdId is { } home ? [.. placedIn, home] : [.. placedIn];
        // Whoever is archived has no row any more, but may have left a name there.
        var key = left?.HomeKey ?? await new ReadHomes(db, rules).Key(personId, ct);
        await new ForgetHome(db).Run(homes, key, left?.SurnameKey ?? "", ct);
    }

    private async Task Step(long[] ids, Dictionary<long, Home> homes, HouseholdRules rules, CancellationToken ct)
    {
        var known = await db.HouseholdMembers.AsNoTracking().Where(m => EF.Parameter(ids).Contains(m.PersonId)).ToDictionaryAsync(m => m.PersonId, ct);
        string[] touched = [.. homes.Values.Select(h => h.Key).Concat(known.Values.Select(m => m.HomeKey)).Where(k => k.Length > 0).Distinct(StringComparer.Ordinal)];
        var asked = ids.ToHashSet();
        List<Lives> lives = [.. homes.Select(h => new Lives(h.Key, h.Value.Key, h.Value.SurnameKey, known.GetValueOrDefault(h.Key)))];
        var crowded = await Crowded(touched, known.Values.Select(m => m.HomeKey), homes.Values.Select(h => h.Key), ct);
        foreach (var member in await Near(touched, crowded, ct))
        {
            if (!asked.Contains(member.PersonId)) lives.Add(new(member.PersonId, member.HomeKey, member.SurnameKey, member));
        }

        var made = await Assign(lives, touched, crowded, rules, ct);
        // Also those that only are called otherwise now.
        var affected = lives.Where(l => asked.Contains(l.PersonId) || !l.IsAsBefore).SelectMany(l => new[] { l.Before?.HouseholdId, l.HouseholdId })
            .Concat(known.Values.Select(m => m.HouseholdId)).OfType<long>().ToHashSet();
        await Write([.. known.Keys.Where(id => !homes.ContainsKey(id))], lives.FindAll(l => !l.IsAsBefore && (l.IsSomewhere || l.Before is not null)), ct);
        await new DressHouseholds(db, new ReadHomes(db, rules)).Run([.. affected], made, homes, ct);
    }

    /// <summary>Addresses that more people share than any home has. They are counted without being read, since a mistake in a list can put everybody at one.</summary>
    private async Task<HashSet<string>> Crowded(string[] touched, IEnumerable<string> before, IEnumerable<string> after, CancellationToken ct)
    {
        var there = (await db.HouseholdMembers.Where(m => EF.Parameter(touched).Contains(m.HomeKey)).GroupBy(m => m.HomeKey).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(ct)).ToDictionary(g => g.Key, g => g.Count, StringComparer.Ordinal);
        foreach (var key in before.Where(k => k.Length > 0)) there[key] = there.GetValueOrDefault(key) - 1;
        foreach (var key in after.Where(k => k.Length > 0)) there[key] = there.GetValueOrDefault(key) + 1;
        return there.Where(k => k.Value > HouseholdRules.MostAtAddress).Select(k => k.Key).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Everybody at these addresses; of crowded ones only those who have a home there still, from when there were fewer.</summary>
    private async Task<List<HouseholdMember>> Near(string[] touched, HashSet<string> crowded, CancellationToken ct)
    {
        string[] calm = [.. touched.Where(k => !crowded.Contains(k))];
        var near = await db.HouseholdMembers.AsNoTracking().Where(m => EF.Parameter(calm).Contains(m.HomeKey)).ToListAsync(ct);
        if (crowded.Count == 0) return near;
        string[] full = [.. crowded];
        var homes = await db.Households.Where(h => EF.Parameter(full).Contains(h.HomeKey)).Select(h => h.JoinedIntoId ?? h.Id).ToArrayAsync(ct);
        var still = await db.HouseholdMembers.AsNoTracking().Where(m => m.HouseholdId != null && EF.Parameter(homes).Contains(m.HouseholdId.Value)).ToListAsync(ct);
        return [.. near, .. still.Where(m => crowded.Contains(m.HomeKey))];
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

    private async Task<List<Household>> Assign(List<Lives> lives, string[] touched, HashSet<string> crowded, HouseholdRules rules, CancellationToken ct)
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
        foreach (var home in lives.Where(l => l.HomeKey.Length > 0 && !crowded.Contains(l.HomeKey) && !placed.ContainsKey(l.PersonId)).GroupBy(l => l.HomeKey, StringComparer.Ordinal))
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
