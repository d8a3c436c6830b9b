using Microsoft.EntityFrameworkCore;
using Preau.Law;
using Preau.Nations;

namespace Preau.Mail.Openings;

/// <summary>Whose openings may be measured: where the campaign measures at all, of those who agreed to just that. Asked when a mail leaves, and again when its picture is asked for.</summary>
public sealed class WhoIsMeasured(Database db, NationSettings settings, CampaignLaw law)
{
    private static readonly HashSet<long> Nobody = [];

    public async Task<bool> IsOn(CancellationToken ct) => (await settings.Get<OpeningSettings>(ct)).IsOn && !Need.IsForbidden;

    public async Task<IReadOnlySet<long>> Among(IReadOnlyCollection<long> personIds, CancellationToken ct)
    {
        if (personIds.Count == 0 || !await IsOn(ct)) return Nobody;
        var (ids, purposes) = (personIds as long[] ?? [.. personIds], Need.Purposes.ToArray());
        return (await db.People.AsNoTracking().IgnoreQueryFilters([Conventions.AssignedFilter])
            .Where(p => EF.Parameter(ids).Contains(p.Id) && p.ArchivedAt == null && db.ConsentStates.Count(s => s.PersonId == p.Id && s.IsGiven && purposes.Contains(s.Purpose)) == purposes.Length)
            .Select(p => p.Id).ToListAsync(ct)).ToHashSet();
    }

    private ConsentNeed Need => law.Pack.ConsentForMeasuring(Channel.Email, law.Today);
}
