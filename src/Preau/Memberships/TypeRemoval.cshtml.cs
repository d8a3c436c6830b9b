using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Memberships;

/// <summary>Something that nobody becomes a member of any more; who is one stays one.</summary>
[Needs(Permission.ManageSettings)]
public sealed class TypeRemovalPage(Database db, Words words, TimeProvider clock) : PageModel
{
    public IActionResult OnGet(long id) => LocalRedirect("~/settings/memberships");

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (await db.MembershipTypes.SingleOrDefaultAsync(t => t.Id == id && t.RemovedAt == null, ct) is not { } type) return NotFound();
        type.Remove(clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        this.Say(words["Nobody becomes a member of “{0}” any more.", type.Name], undo: $"/settings/memberships/{id.ToString(CultureInfo.InvariantCulture)}/restoration");
        return LocalRedirect("~/settings/memberships");
    }
}
