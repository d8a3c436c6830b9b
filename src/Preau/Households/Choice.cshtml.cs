using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Households;

/// <summary>Into which household people are put, or to which one another is joined: found by its name, its street, or somebody who lives there.</summary>
[Needs(Permission.EditPeople)]
public sealed class ChoicePage(Database db, HouseholdSearch search, CorrectHousehold correct, HouseholdWords said, Words words) : PageModel
{
    /// <summary>Numbers with commas between them.</summary>
    [BindProperty(SupportsGet = true)]
    public string? People { get; set; }

    [BindProperty(SupportsGet = true)]
    public long? From { get; set; }

    /// <summary>The household that is joined, instead of people.</summary>
    [BindProperty(SupportsGet = true)]
    public long? Join { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    public IReadOnlyList<HouseholdFound> Found { get; private set; } = [];
    public string Title { get; private set; } = "";
    public string Back => (Join ?? From) is { } household ? $"/households/{household}" : Ids.Count > 0 ? $"/people/{Ids[0]}" : "/households";
    public string BackLabel => (Join ?? From) is not null ? words["Household"] : words["Profile"];

    private List<long> Ids => [.. (People ?? "").Split(',').Select(t => long.TryParse(t, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0).Where(id => id > 0).Distinct().Take(CorrectHousehold.Most)];

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        if (Join is null && Ids.Count == 0) return LocalRedirect("~/households");
        return await Prepare(ct) ? Page() : NotFound();
    }

    /// <param name="into">A household that is there.</param>
    /// <param name="with">Somebody in no household: one is made of all of them.</param>
    public async Task<IActionResult> OnPost(long? into, long? with, CancellationToken ct)
    {
        if (!await Prepare(ct)) return NotFound();
        if (Join is { } joined)
        {
            if (into is { } target && await correct.Join(joined, target, ct) is { } join) return Done(words["The two households are one now. Whoever moves there later is in it as well."], join, target);
        }
        else if (with is { } mate)
        {
            if (await correct.Split(Ids, From, ct, with: mate) is var (split, made)) return Done(words["They are one household now."], split, made);
        }
        else if (into is { } target && await correct.Move(Ids, From, target, ct) is { } move)
        {
            return Done(words.Count(Ids.Count, "{0} person was put into this household.", "{0} people were put into this household."), move, target);
        }

        ModelState.AddModelError("", words["That household can't be chosen: it is gone, or it is this one."]);
        return this.Again();
    }

    private async Task<bool> Prepare(CancellationToken ct)
    {
        if (Join is { } joined)
        {
            if (await db.Households.AsNoTracking().SingleOrDefaultAsync(h => h.Id == joined, ct) is not { } household) return false;
            Title = words["Join “{0}” to another household", said.Name(household.Name)];
        }
        else
        {
            var ids = Ids;
            var names = await db.People.Where(p => EF.Parameter(ids).Contains(p.Id)).OrderBy(p => p.Id).Select(p => new { p.FirstName, p.LastName }).ToListAsync(ct);
            if (names.Count == 0 || names.Count != ids.Count) return false;
            Title = names.Count == 1 ? words["With whom does {0} live?", $"{names[0].FirstName} {names[0].LastName}".Trim() is { Length: > 0 } name ? name : words["No name"]] : words["With whom do these {0} people live?", names.Count];
        }

        if (From is { } from && !await db.Households.AnyAsync(h => h.Id == from, ct)) From = null;
        if (Q?.Trim() is { Length: > 1 } text) Found = [.. (await search.Run(text, ct)).Where(f => (f.HouseholdId is null || f.HouseholdId != (Join ?? From)) && (Join is null || f.HouseholdId is not null) && (f.PersonId is null || !Ids.Contains(f.PersonId.Value)))];
        return true;
    }

    private LocalRedirectResult Done(string sentence, long correctionId, long householdId)
    {
        this.Say(sentence, undo: $"/households/corrections/{correctionId}/undoing");
        return LocalRedirect($"~/households/{householdId}");
    }
}
