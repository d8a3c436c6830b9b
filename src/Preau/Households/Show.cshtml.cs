using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Contacts;

namespace Preau.Households;

/// <param name="LastVisit">When somebody last knocked at the door for them.</param>
/// <param name="IsPlaced">Whether somebody put them here by hand.</param>
public sealed record MemberRow(long Id, string FirstName, string LastName, DateOnly? BornOn, int? SupportLevel, bool IsRollOnly, DateTimeOffset? LastVisit, bool IsPlaced)
{
    public string FullName => $"{FirstName} {LastName}".Trim();
}

public sealed record CorrectionRow(HouseholdCorrection Correction, string? By, IReadOnlyList<(long Id, string Name)> People);

/// <summary>A household: who lives there, where they stand, when somebody last knocked, and what was corrected by hand.</summary>
[Needs(Permission.ViewPeople)]
public sealed class ShowPage(Database db, HouseholdWords said, CurrentNation nation, TimeProvider clock) : PageModel
{
    private const int Shown = 300;
    private const int CorrectionsShown = 20;

    public Household Household { get; private set; } = new() { HomeKey = "", SurnameKey = "" };
    public string Title { get; private set; } = "";
    public IReadOnlyList<MemberRow> Members { get; private set; } = [];
    public int Hidden { get; private set; }
    public IReadOnlyList<CorrectionRow> Corrections { get; private set; } = [];

    /// <summary>Where people stand, as a canvasser reads it at the door: level and how many.</summary>
    public IEnumerable<(int Level, int Count)> Levels => Members.Where(m => m.SupportLevel is not null).GroupBy(m => m.SupportLevel!.Value).OrderBy(g => g.Key).Select(g => (g.Key, g.Count()));

    public int Unknown => Members.Count(m => m.SupportLevel is null);
    public DateTimeOffset? LastVisit => Members.Max(m => m.LastVisit);

    public int? Age(DateOnly? born) => born is { } day ? People.Profile.Ages.Of(day, nation.Facts.DayOf(clock.GetUtcNow())) : null;

    public async Task<IActionResult> OnGet(long id, CancellationToken ct)
    {
        if (await db.Households.AsNoTracking().SingleOrDefaultAsync(h => h.Id == id, ct) is not { } household) return NotFound();
        if (household.JoinedIntoId is { } into) return LocalRedirect($"~/households/{into}");
        Household = household;
        Members = await db.Housemates(id).OrderBy(p => p.BornOn == null).ThenBy(p => p.BornOn).ThenBy(p => p.Id).Take(Shown).Select(p => new MemberRow(
            p.Id, p.FirstName, p.LastName, p.BornOn, p.SupportLevel, p.IsRollOnly,
            db.Contacts.Where(c => c.PersonId == p.Id && c.Method == ContactMethod.DoorKnock).Max(c => (DateTimeOffset?)c.At),
            db.HouseholdPlacements.Where(l => l.PersonId == p.Id).OrderByDescending(l => l.Id).Select(l => (bool?)!l.IsByRules).FirstOrDefault() == true)).ToListAsync(ct);
        // Whoever sees only their own people sees only the households of those.
        if (Members.Count == 0 && db.OnlyAssigned) return NotFound();
        Title = db.OnlyAssigned ? said.Name(household, Members.OrderBy(m => m.Id).Select(m => m.LastName)) : said.Name(household.Name);
        Hidden = Math.Max(0, household.MemberCount - Members.Count);
        if (!db.OnlyAssigned) Corrections = await History(id, ct);
        return Page();
    }

    private async Task<IReadOnlyList<CorrectionRow>> History(long id, CancellationToken ct)
    {
        var found = await db.HouseholdCorrections.AsNoTracking().Where(c => c.IntoId == id || c.FromId == id).OrderByDescending(c => c.Id).Take(CorrectionsShown)
            .Select(c => new { Correction = c, By = db.Accounts.Where(a => a.Id == c.AccountId).Select(a => a.Name).FirstOrDefault() }).ToListAsync(ct);
        var ids = found.ConvertAll(f => f.Correction.Id);
        var people = (await db.HouseholdPlacements.Where(p => EF.Parameter(ids).Contains(p.HouseholdCorrectionId)).Join(db.People, l => l.PersonId, p => p.Id, (l, p) => new { l.HouseholdCorrectionId, p.Id, p.FirstName, p.LastName }).OrderBy(p => p.Id).ToListAsync(ct))
            .ToLookup(p => p.HouseholdCorrectionId, p => (p.Id, $"{p.FirstName} {p.LastName}".Trim()));
        return [.. found.Select(f => new CorrectionRow(f.Correction, f.By, [.. people[f.Correction.Id]]))];
    }
}
