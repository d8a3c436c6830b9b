using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Site.Editing;

[Needs(Permission.EditSite)]
public sealed class RemovalPage(Database db, CurrentAccount account, Words words, TimeProvider clock) : PageModel
{
    public IActionResult OnGet(long id) => Redirect($"~/pages/{id}");

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (await db.SitePages.SingleOrDefaultAsync(p => p.Id == id, ct) is not { } page) return NotFound();
        if (page.Status == PageStatus.Published && !account.Can(Permission.PublishSite)) return Forbid();
        var undo = $"/pages/{id}/restoration?group={page.GroupId}&was={page.Status}";
        page.Remove(clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        this.Say(words["“{0}” is deleted.", page.Title], undo);
        return Redirect("~/pages");
    }
}
