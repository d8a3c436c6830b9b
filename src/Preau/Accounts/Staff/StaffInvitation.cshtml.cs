using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Accounts.Staff;

/// <summary>Sends an invitation again, to somebody who has not taken it yet.</summary>
[Needs(Permission.ManageStaff)]
public sealed class StaffInvitationPage(Database db, Words words) : PageModel
{
    public IActionResult OnGet() => Redirect("~/settings/staff");

    public async Task<IActionResult> OnPost(long accountId, CancellationToken ct)
    {
        var invited = await (
            from membership in db.MembershipsAndOffers
            where membership.AccountId == accountId
            join a in db.Accounts on membership.AccountId equals a.Id
            where membership.IsPending || a.PasswordHash == null
            select new { Account = a, membership.IsPending }).SingleOrDefaultAsync(ct);
        if (invited is null) return NotFound();
        var account = invited.Account;
        if (invited.IsPending) db.Enqueue(new SendJoinLink(account.Id));
        else db.Enqueue(new SendPasswordLink(account.Id, IsInvitation: true));
        db.Trail.Note("account.invited_again", 1, subjectId: account.Id);
        await db.SaveChangesAsync(ct);
        this.Say(words["The invitation to {0} is on its way again.", account.Name]);
        return Redirect("~/settings/staff");
    }
}
