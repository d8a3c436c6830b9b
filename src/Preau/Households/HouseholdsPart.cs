using Microsoft.EntityFrameworkCore;
using Preau.People;
using Preau.People.Merging;
using Preau.Shared;

namespace Preau.Households;

/// <summary>With whom somebody lives: beside the profile, corrections on the timeline, nobody's household once they are erased.</summary>
public sealed class HouseholdsPart(Database db, DeriveHouseholds derive, HouseholdWords said, Words words) : IPersonPart
{
    public string Name => "households";

    public PersonPanel? Panel => new(HouseholdPanel.Name, words["Household"]);

    public IReadOnlyCollection<Type> Entities { get; } = [typeof(HouseholdMember), typeof(HouseholdPlacement)];

    public MergeRule RuleOf(Type entity) => entity == typeof(HouseholdMember) ? MergeRule.Follow : MergeRule.Move;

    public async Task<IReadOnlyList<TimelineEntry>> Timeline(long personId, TimelineAsk ask, CancellationToken ct)
    {
        if (!ask.Wants(TimelineKind.Record)) return [];
        var placements = await db.HouseholdPlacements.Where(p => p.PersonId == personId && (ask.Until == null || p.At <= ask.Until)).OrderByDescending(p => p.At).ThenByDescending(p => p.Id).Take(ask.Count)
            .Join(db.HouseholdCorrections, p => p.HouseholdCorrectionId, c => c.Id, (p, c) => new { p.Id, p.At, p.HouseholdId, c.Kind, By = db.Accounts.Where(a => a.Id == c.AccountId).Select(a => a.Name).FirstOrDefault() }).ToListAsync(ct);
        return [.. placements.Select(p => new TimelineEntry(p.At, $"household:{p.Id:D12}", TimelineKind.Record, said.Of(p.Kind), Link: p.HouseholdId is { } id ? $"/households/{id}" : null, By: p.By))];
    }

    public async Task<object?> Export(long personId, CancellationToken ct)
    {
        var household = await db.HouseholdMembers.Where(m => m.PersonId == personId && m.HouseholdId != null).Join(db.Households, m => m.HouseholdId, h => h.Id, (m, h) => new { h.Name, h.Line1, h.Postcode, h.City, People = h.MemberCount }).SingleOrDefaultAsync(ct);
        var corrections = await db.HouseholdPlacements.Where(p => p.PersonId == personId).OrderBy(p => p.Id).Join(db.HouseholdCorrections, p => p.HouseholdCorrectionId, c => c.Id, (p, c) => new { p.At, What = c.Kind }).ToListAsync(ct);
        return household is null && corrections.Count == 0 ? null : new { Household = household, Corrections = corrections };
    }

    public async Task Erase(long personId, CancellationToken ct)
    {
        var placedIn = await db.HouseholdPlacements.Where(p => p.PersonId == personId && p.HouseholdId != null).Select(p => p.HouseholdId!.Value).Distinct().ToListAsync(ct);
        await db.HouseholdPlacements.Where(p => p.PersonId == personId).ExecuteDeleteAsync(ct);
        await derive.Leave(personId, placedIn, ct);
    }
}
