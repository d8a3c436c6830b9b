using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Texting.Keywords;

[Needs(Permission.EditMail)]
public sealed class RemovalPage(Database db, Words words, TimeProvider clock) : PageModel
{
    public IActionResult OnGet(long id) => LocalRedirect($"~/texts/keywords/{id}");

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (await db.TextKeywords.SingleOrDefaultAsync(k => k.Id == id, ct) is not { } keyword) return NotFound();
        keyword.Remove(clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        this.Say(words["The keyword is removed."]);
        return LocalRedirect("~/texts/keywords");
    }
}
