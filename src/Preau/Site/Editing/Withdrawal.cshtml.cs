using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Site.Editing;

[Needs(Permission.PublishSite)]
public sealed class WithdrawalPage(Database db, PublishPage publish, Words words) : PageModel
{
    public IActionResult OnGet(long id) => Redirect($"~/pages/{id}");

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (await db.SitePages.SingleOrDefaultAsync(p => p.Id == id, ct) is not { } page) return NotFound();
        var wasPublic = page.Status == PageStatus.Published;
        await publish.Withdraw(page, ct);
        // The way back publishes at once: only for what was public.
        if (wasPublic) this.Say(words["The page is off the site."], undo: $"/pages/{id}/publication");
        else this.Say(words["The schedule is cancelled: the page is a draft."]);
        return Redirect($"~/pages/{id}");
    }
}
