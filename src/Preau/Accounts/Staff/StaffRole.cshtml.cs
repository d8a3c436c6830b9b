using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Accounts.Staff;

/// <summary>Another role for somebody who works here.</summary>
[Needs(Permission.ManageStaff)]
public sealed class StaffRolePage(ChangeRole change, Words words) : PageModel
{
    public IActionResult OnGet() => Redirect("~/settings/staff");

    public async Task<IActionResult> OnPost(long accountId, Role role, CancellationToken ct)
    {
        if (!ModelState.IsValid || !Enum.IsDefined(role)) return BadRequest();
        switch (await change.Run(accountId, role, ct))
        {
            case RoleChange.NotHere: return NotFound();
            case RoleChange.LastOwner: this.Warn(words["This is the only owner. Make somebody else an owner first."]); break;
            case RoleChange.Done: this.Say(words["The role is changed. It holds from the next click."]); break;
        }

        return Redirect("~/settings/staff");
    }
}
