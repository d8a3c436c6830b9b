using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Memberships;

/// <summary>Changes the days of a membership, suspends it, cancels it, or lets it run again.</summary>
[Needs(Permission.EditPeople)]
public sealed class EditPage(Database db, Standing standing, Words words, TimeProvider clock) : PageModel
{
    [FromRoute]
    public long Id { get; set; }

    [BindProperty]
    public MembershipForm Form { get; set; } = new();

    public long PersonId { get; private set; }
    public string Name { get; private set; } = "";
    public string TypeName { get; private set; } = "";

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        if (await Load(ct) is not { } membership) return NotFound();
        Form = MembershipForm.Of(membership);
        return Page();
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Execute("People/HoldPeople", ct);
        if (await Load(ct) is not { } membership) return NotFound();
        Form.Check(ModelState, standing.Today, words);
        // One that is over does not start again beside another of the same.
        if (Form.State != SaidState.Cancelled && await standing.Of(membership, ct) is MembershipStatus.Cancelled or MembershipStatus.Expired
            && await standing.Holds(PersonId, membership.MembershipTypeId, Id, ct))
        {
            ModelState.AddModelError("Form.State", words["They are a member of that already. Open it to change its last day."]);
        }

        if (!ModelState.IsValid) return this.Again();
        Form.CopyTo(membership, standing.Today, clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        this.Say(words["Saved."]);
        return LocalRedirect($"~/people/{PersonId}");
    }

    private async Task<PersonMembership?> Load(CancellationToken ct)
    {
        if (await db.PersonMemberships.SingleOrDefaultAsync(m => m.Id == Id, ct) is not { } membership || await db.People.AsNoTracking().SingleOrDefaultAsync(p => p.Id == membership.PersonId, ct) is not { } person) return null;
        (PersonId, Name) = (person.Id, person.FullName.Length > 0 ? person.FullName : words["No name"]);
        TypeName = await db.MembershipTypes.Where(t => t.Id == membership.MembershipTypeId).Select(t => t.Name).SingleAsync(ct);
        return membership;
    }
}
