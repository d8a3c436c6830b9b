using Microsoft.EntityFrameworkCore;
using Preau.People;
using Preau.Shared;

namespace Preau.Households;

/// <summary>One number that is texted or called once.</summary>
/// <param name="PersonId">Who stands for it: the first of those who were asked for.</param>
/// <param name="Asked">Those of them whose number it is.</param>
/// <param name="Everybody">All of the campaign's people with that number: a no of any of them is a no of the number.</param>
public sealed record PhoneHousehold(string PhoneKey, string Number, long PersonId, IReadOnlyList<long> Asked, IReadOnlyList<long> Everybody);

/// <param name="Sharers">The others with the number whom this reader sees.</param>
/// <param name="Hidden">How many more there are.</param>
public sealed record SharedPhone(PersonPhone Phone, IReadOnlyList<(long Id, string Name)> Sharers, int Hidden);

/// <summary>
/// People with one telephone are one household for texts and calls. Whoever sends or dials asks here, so that a number rings once however many people have it. Consent,
/// law and suppression are applied to the answer as to any other audience.
/// </summary>
public sealed class HouseholdPhones(Database db)
{
    private const int Shown = 10;

    /// <summary>The numbers at which these people are reached, each once, in the order of the people.</summary>
    /// <param name="onlyMobile">For texts.</param>
    public async Task<IReadOnlyList<PhoneHousehold>> Of(IReadOnlyList<long> people, bool onlyMobile, CancellationToken ct)
    {
        long[] ids = [.. people.Distinct()];
        var phones = (await db.PersonPhones.AsNoTracking().Where(p => EF.Parameter(ids).Contains(p.PersonId) && !p.IsBad && (!onlyMobile || p.Kind == PhoneKind.Mobile)).OrderBy(p => p.Position).ThenBy(p => p.Id).ToListAsync(ct))
            .GroupBy(p => p.PersonId).ToDictionary(g => g.Key, g => g.First());
        string[] keys = [.. phones.Values.Select(p => p.PhoneKey).Distinct(StringComparer.Ordinal)];
        var everybody = (await db.PersonPhones.Where(p => EF.Parameter(keys).Contains(p.PhoneKey)).OrderBy(p => p.PersonId).Select(p => new { p.PhoneKey, p.PersonId }).ToListAsync(ct)).ToLookup(p => p.PhoneKey, p => p.PersonId, StringComparer.Ordinal);
        return
        [
            .. ids.Where(phones.ContainsKey).GroupBy(id => phones[id].PhoneKey, StringComparer.Ordinal)
                .Select(g => new PhoneHousehold(g.Key, phones[g.First()].Number, g.First(), [.. g], [.. everybody[g.Key].Distinct()])),
        ];
    }

    /// <summary>The numbers of a person that others have as well.</summary>
    public async Task<IReadOnlyList<SharedPhone>> SharedWith(long personId, CancellationToken ct)
    {
        var shared = new List<SharedPhone>();
        foreach (var phone in await db.PersonPhones.AsNoTracking().Where(p => p.PersonId == personId).OrderBy(p => p.Position).Take(Shown).ToListAsync(ct))
        {
            var others = db.PersonPhones.Where(p => p.PhoneKey == phone.PhoneKey && p.PersonId != personId && db.People.IgnoreQueryFilters(new[] { Conventions.AssignedFilter }).Any(o => o.Id == p.PersonId && o.ArchivedAt == null)).Select(p => p.PersonId).Distinct();
            var ids = await others.OrderBy(id => id).Take(200).ToArrayAsync(ct);
            if (ids.Length == 0) continue;
            var seen = await db.People.Where(p => EF.Parameter(ids).Contains(p.Id)).OrderBy(p => p.Id).Take(Shown).Select(p => new { p.Id, p.FirstName, p.LastName }).ToListAsync(ct);
            shared.Add(new(phone, [.. seen.Select(p => (p.Id, $"{p.FirstName} {p.LastName}".Trim()))], ids.Length - seen.Count));
        }

        return shared;
    }
}
