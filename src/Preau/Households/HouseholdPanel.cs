using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Preau.People;

namespace Preau.Households;

/// <param name="Title">What the household is called to this reader.</param>
/// <param name="Others">Those of the household whom this reader sees.</param>
/// <param name="Hidden">How many more there are.</param>
public sealed record HouseholdOfPerson(long PersonId, bool IsArchived, Household? Household, string Title, IReadOnlyList<Housemate> Others, int Hidden, IReadOnlyList<SharedPhone> Phones);

public sealed record Housemate(long Id, string FirstName, string LastName, DateOnly? BornOn, int? SupportLevel)
{
    public string FullName => $"{FirstName} {LastName}".Trim();
}

/// <summary>Beside the profile: with whom they live, and who has the same telephone.</summary>
[ViewComponent(Name = Name)]
public sealed class HouseholdPanel(Database db, HouseholdPhones phones, HouseholdWords said) : ViewComponent
{
    public const string Name = "household-panel";
    private const int Shown = 8;

    public async Task<IViewComponentResult> InvokeAsync(long personId)
    {
        var ct = HttpContext.RequestAborted;
        var isArchived = await db.People.AnyAsync(p => p.Id == personId && p.ArchivedAt != null, ct);
        var household = await db.HouseholdMembers.Where(m => m.PersonId == personId).Join(db.Households, m => m.HouseholdId, h => h.Id, (m, h) => h).AsNoTracking().SingleOrDefaultAsync(ct);
        var others = await Others(household?.Id, personId, ct);
        return View("/Households/_HouseholdPanel.cshtml", new HouseholdOfPerson(personId, isArchived, household, household is null ? "" : await Title(household, ct), others, household is null ? 0 : Math.Max(0, household.MemberCount - 1 - others.Count), await phones.SharedWith(personId, ct)));
    }

    private async Task<string> Title(Household household, CancellationToken ct) => db.OnlyAssigned
        ? said.Name(household, await db.Housemates(household.Id).OrderBy(p => p.Id).Take(Shown).Select(p => p.LastName).ToListAsync(ct))
        : said.Name(household.Name);

    private async Task<List<Housemate>> Others(long? householdId, long personId, CancellationToken ct) => householdId is { } id
        ? await db.Housemates(id).Where(p => p.Id != personId).OrderBy(p => p.Id).Take(Shown).Select(p => new Housemate(p.Id, p.FirstName, p.LastName, p.BornOn, p.SupportLevel)).ToListAsync(ct)
        : [];
}

public static class HousematesOf
{
    /// <summary>The people of a household whom the reader sees.</summary>
    public static IQueryable<Person> Housemates(this Database db, long householdId) => db.People.AsNoTracking().Where(p => p.ArchivedAt == null && db.HouseholdMembers.Any(m => m.PersonId == p.Id && m.HouseholdId == householdId));
}
