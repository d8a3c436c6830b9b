using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Memberships;

/// <summary>Makes somebody a member.</summary>
[Needs(Permission.EditPeople)]
public sealed class PersonPage(Database db, Standing standing, CurrentAccount me, Words words, TimeProvider clock) : PageModel
{
    [FromRoute]
    public long Id { get; set; }

    [BindProperty]
    public MembershipForm Form { get; set; } = new();

    public string Name { get; private set; } = "";
    public IReadOnlyList<SelectListItem> Types { get; private set; } = [];

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        if (!await Load(ct)) return NotFound();
        Form.StartedOn = standing.Today;
        return Page();
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (!await Load(ct)) return NotFound();
        Form.Check(ModelState, standing.Today, words);
        var type = await db.MembershipTypes.AsNoTracking().SingleOrDefaultAsync(t => t.Id == Form.TypeId && t.RemovedAt == null, ct);
        if (Form.TypeId is not null && type is null) ModelState.AddModelError("Form.TypeId", words["Nobody becomes a member of that any more."]);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // Of two buttons pressed at once, the second finds what the first did.
        await db.Execute("People/HoldPeople", ct);
        if (type is not null && await standing.Holds(Id, type.Id, null, ct))
            ModelState.AddModelError("Form.TypeId", words["They are a member of that already. Open it to change its last day."]);
        if (!ModelState.IsValid) return this.Again();
        var now = clock.GetUtcNow();
        var membership = new PersonMembership { PersonId = Id, MembershipTypeId = type!.Id, Source = "panel", AuthorId = me.Id, CreatedAt = now };
        Form.CopyTo(membership, standing.Today, now);
        db.Add(membership);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        this.Say(words["Member of “{0}” now.", type.Name]);
        return LocalRedirect($"~/people/{Id}");
    }

    private async Task<bool> Load(CancellationToken ct)
    {
        if (await db.People.AsNoTracking().SingleOrDefaultAsync(p => p.Id == Id && p.ArchivedAt == null, ct) is not { } person) return false;
        Name = person.FullName.Length > 0 ? person.FullName : words["No name"];
        Types = await MembershipRows.Types(db, ct);
        return true;
    }
}
