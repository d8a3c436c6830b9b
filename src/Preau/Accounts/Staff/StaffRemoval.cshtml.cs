using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Accounts.Staff;

[Needs(Permission.ManageStaff)]
public sealed class StaffRemovalPage(ChangeRole change, Words words) : PageModel
{
    public IActionResult OnGet() => Redirect("~/settings/staff");

    public async Task<IActionResult> OnPost(long accountId, CancellationToken ct)
    {
        switch (await change.Run(accountId, role: null, ct))
        {
            case RoleChange.NotHere: return NotFound();
            case RoleChange.LastOwner: this.Warn(words["This is the only owner. Make somebody else an owner first."]); break;
            case RoleChange.Done: this.Say(words["Removed."]); break;
        }

        return Redirect("~/settings/staff");
    }
}
