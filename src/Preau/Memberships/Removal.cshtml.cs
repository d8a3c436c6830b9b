using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Memberships;

/// <summary>Takes away a membership that was entered by mistake.</summary>
[Needs(Permission.EditPeople)]
public sealed class RemovalPage(Database db, Words words) : PageModel
{
    public IActionResult OnGet(long id) => LocalRedirect($"~/memberships/{id.ToString(CultureInfo.InvariantCulture)}");

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (await db.PersonMemberships.SingleOrDefaultAsync(m => m.Id == id, ct) is not { } membership || !await db.People.AnyAsync(p => p.Id == membership.PersonId, ct)) return NotFound();
        db.Remove(membership);
        await db.SaveChangesAsync(ct);
        this.Say(words["The membership is removed."]);
        return LocalRedirect($"~/people/{membership.PersonId}");
    }
}
