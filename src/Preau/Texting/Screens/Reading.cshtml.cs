using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;

namespace Preau.Texting;

/// <summary>Somebody read what came in and has nothing to answer.</summary>
[Needs(Permission.WriteTexts)]
public sealed class ReadingPage(Database db, Threads threads) : PageModel
{
    public IActionResult OnGet(long id) => LocalRedirect($"~/texts/{id}");

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (await threads.Seen.SingleOrDefaultAsync(c => c.Id == id, ct) is not { } conversation) return NotFound();
        conversation.IsUnread = false;
        await db.SaveChangesAsync(ct);
        return LocalRedirect("~/texts");
    }
}
