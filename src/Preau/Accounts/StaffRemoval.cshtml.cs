using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Accounts;

[Needs(Permission.ManageStaff)]
public sealed class StaffRemovalPage(Database db, CurrentAccount me, Words words) : PageModel
{
    public IActionResult OnGet() => Redirect("~/settings/staff");

    public async Task<IActionResult> OnPost(long accountId, CancellationToken ct)
    {
        // An owner cannot remove themselves, so a nation always keeps one.
        if (accountId == me.Id || await db.Memberships.SingleOrDefaultAsync(m => m.AccountId == accountId, ct) is not { } membership) return NotFound();
        db.Remove(membership);
        await db.SaveChangesAsync(ct);
        this.Say(words["Removed."]);
        return Redirect("~/settings/staff");
    }
}
