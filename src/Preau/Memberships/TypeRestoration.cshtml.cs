using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Memberships;

/// <summary>People can become members of it again.</summary>
[Needs(Permission.ManageSettings)]
public sealed class TypeRestorationPage(Database db, Words words) : PageModel
{
    public IActionResult OnGet(long id) => LocalRedirect("~/settings/memberships");

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (await db.MembershipTypes.SingleOrDefaultAsync(t => t.Id == id && t.RemovedAt != null, ct) is not { } type) return NotFound();
        var key = NameKey.Of(type.Name);
        if (await db.MembershipTypes.AnyAsync(t => t.NameKey == key, ct))
        {
            this.Warn(words["There is “{0}” to be a member of already.", type.Name]);
            return LocalRedirect("~/settings/memberships");
        }

        type.Restore();
        await db.SaveChangesAsync(ct);
        this.Say(words["People can be members of “{0}” again.", type.Name]);
        return LocalRedirect("~/settings/memberships");
    }
}
