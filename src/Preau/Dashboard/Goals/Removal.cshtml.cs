using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Dashboard.Goals;

[Needs(Permission.ManageSettings)]
public sealed class RemovalPage(Database db, Words words) : PageModel
{
    public IActionResult OnGet(long id) => Redirect("~/goals");

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (await db.Goals.SingleOrDefaultAsync(g => g.Id == id, ct) is not { } goal) return NotFound();
        db.Remove(goal);
        await db.SaveChangesAsync(ct);
        this.Say(words["The goal is taken away."]);
        return Redirect("~/goals");
    }
}
