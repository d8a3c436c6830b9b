using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.People;
using Preau.People.Listing;
using Preau.Shared;

namespace Preau.Relations;

public sealed class RelationForm
{
    [Required, Display(Name = "Who")]
    public long? OtherId { get; set; }

    [Required, StringLength(40), Display(Name = "What they are to this person")]
    public string? Role { get; set; }

    [StringLength(120), Display(Name = "More of it")]
    public string? Title { get; set; }

    [Display(Name = "Since")]
    public DateOnly? Since { get; set; }

    [Display(Name = "Until")]
    public DateOnly? Until { get; set; }
}

/// <param name="Town">Of the first address, to tell namesakes apart.</param>
public sealed record PersonFound(long Id, string Name, string Town, int? BornIn);

/// <summary>All relations of a person, and one more: whom it is to is found by name.</summary>
[Needs(Permission.ViewPeople)]
public sealed class PersonRelationsPage(Database db, RelationRoles roles, SaveRelation save, PersonSearch search, CurrentAccount me, Words words) : PageModel
{
    private const int PageSize = 50;
    public const int MostFound = 10;

    [FromRoute]
    public long Id { get; set; }

    /// <summary>Whose name is searched for.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    /// <summary>Only relations of this kind.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Role { get; set; }

    [BindProperty]
    public RelationForm Form { get; set; } = new();

    public string Name { get; private set; } = "";
    public bool MayChange { get; private set; }
    public IReadOnlyList<RelationLine> Lines { get; private set; } = [];
    public IReadOnlyList<PersonFound> Found { get; private set; } = [];

    /// <summary>More people are called so than are shown.</summary>
    public bool HasMore { get; private set; }
    public IReadOnlyList<RelationRole> Roles { get; private set; } = [];
    public Pager Pager { get; private set; } = new(null, null);
    public RelationRole? Narrowed { get; private set; }
    public IEnumerable<SelectListItem> RoleOptions => Roles.Select(r => new SelectListItem(r.Label, r.Code));

    public async Task<IActionResult> OnGet(long? after, CancellationToken ct) => await Prepare(after, ct) ? Page() : NotFound();

    [Needs(Permission.EditPeople)]
    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (!await Prepare(null, ct)) return NotFound();
        if (Form.Since is { } since && Form.Until is { } until && until < since) ModelState.AddModelError("Form.Until", words["The end lies before the beginning."]);
        if (!ModelState.IsValid) return this.Again();
        var done = await save.Add(Id, Form.OtherId!.Value, Form.Role!, Form.Title?.Trim() ?? "", Form.Since, Form.Until, ct);
        if (done.Refusal is { } reason)
        {
            ModelState.AddModelError("", reason);
            return this.Again();
        }

        this.Say(words["The relation is written down on both profiles."], undo: $"/relations/{done.RelationId}/removal");
        return LocalRedirect($"~/people/{Id}");
    }

    private async Task<bool> Prepare(long? after, CancellationToken ct)
    {
        if (await db.People.AsNoTracking().SingleOrDefaultAsync(p => p.Id == Id, ct) is not { } person) return false;
        Name = person.FullName.Length > 0 ? person.FullName : words["No name"];
        MayChange = me.Can(Permission.EditPeople) && person.ArchivedAt is null;
        Roles = await roles.All(ct);
        Narrowed = Roles.FirstOrDefault(r => r.Code == Role);
        var code = Narrowed?.Code;
        var lines = await db.LinesOf(Id, roles, r => code == null || r.Role == code, after, PageSize + 1, ct);
        Lines = [.. lines.Take(PageSize)];
        var here = $"/people/{Id}/relations";
        Pager = new(after is null ? null : QueryText.After(here, [("role", code)]), lines.Count > PageSize ? QueryText.After(here, [("role", code), ("after", $"{Lines[^1].Id}")]) : null);
        if (MayChange && Q?.Trim() is { Length: > 1 } text) Found = await Search(text, ct);
        return true;
    }

    private async Task<IReadOnlyList<PersonFound>> Search(string text, CancellationToken ct)
    {
        var found = new List<Person>();
        foreach (var range in await search.Ranges(text, db.People.AsNoTracking().Where(p => p.ArchivedAt == null && p.Id != Id), ct))
        {
            if (found.Count > MostFound) break;
            found.AddRange(await (range.IsByGiven ? range.People.OrderBy(p => p.GivenKey) : range.IsFew ? range.People.OrderBy(p => p.NameKey + "") : range.People.OrderBy(p => p.NameKey)).ThenBy(p => p.Id).Take(MostFound + 1 - found.Count).ToListAsync(ct));
        }

        HasMore = found.Count > MostFound;
        if (HasMore) found.RemoveAt(MostFound);

        long[] ids = [.. found.Select(p => p.Id)];
        var towns = (await db.PersonAddresses.Where(a => EF.Parameter(ids).Contains(a.PersonId)).OrderBy(a => a.Position).Select(a => new { a.PersonId, a.City }).ToListAsync(ct)).ToLookup(a => a.PersonId, a => a.City);
        return [.. found.Select(p => new PersonFound(p.Id, p.FullName.Length > 0 ? p.FullName : words["No name"], towns[p.Id].FirstOrDefault() ?? "", p.BornOn?.Year))];
    }
}
