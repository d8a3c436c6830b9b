using Microsoft.EntityFrameworkCore;
using Preau.People;
using Preau.Shared;

namespace Preau.Donations;

/// <summary>
/// Whom a donor on paper may be whom no mail address or telephone tells: people of the same name with the same postcode, on their record or on an
/// earlier gift. Proposed and never taken for granted, since namesakes are many.
/// </summary>
public sealed class KnownDonors(Database db, MatchPerson match, PickPerson pick)
{
    public async Task<IReadOnlyList<PickedPerson>> Like(Donor donor, CancellationToken ct)
    {
        if (donor.Postcode.Length == 0 || await match.Run(donor.Input.Keys, ct) is not null) return [];
        var gave = await (
            from file in db.GiftDonors
            where file.NameKey == donor.NameKey && file.PostcodeKey == donor.PostcodeKey
            join gift in db.Gifts on file.GiftId equals gift.Id
            select gift.PersonId).Distinct().Take(PickPerson.Most).ToListAsync(ct);
        string[] names = [NameKey.Of(donor.LastName, donor.FirstName), NameKey.Of(donor.FirstName, donor.LastName)];
        var lives = await db.People.Where(p => p.ArchivedAt == null && names.Contains(p.NameKey) && db.PersonAddresses.Any(a => a.PersonId == p.Id && a.Postcode == donor.Postcode && a.Country == donor.Country))
            .OrderBy(p => p.Id).Select(p => p.Id).Take(PickPerson.Most).ToListAsync(ct);
        return await pick.Described(gave.Union(lives), ct);
    }
}
