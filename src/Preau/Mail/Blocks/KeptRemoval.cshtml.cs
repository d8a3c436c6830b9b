using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Mail.Blocks;

/// <summary>Deletes a block that was kept; mails keep their copies of it.</summary>
[Needs(Permission.EditMail)]
public sealed class KeptRemovalPage(Database db, Words words) : PageModel
{
    public IActionResult OnGet(long id) => LocalRedirect("~/mail/blocks");

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (await db.SavedBlocks.SingleOrDefaultAsync(b => b.Id == id, ct) is not { } block) return NotFound();
        db.Remove(block);
        await db.SaveChangesAsync(ct);
        this.Say(words["The block “{0}” is deleted.", block.Name]);
        return LocalRedirect("~/mail/blocks");
    }
}
