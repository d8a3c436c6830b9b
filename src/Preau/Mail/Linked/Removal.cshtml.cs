using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Mail.Linked;

[Needs(Permission.EditMail)]
public sealed class RemovalPage(Database db, LinkFile link, Words words) : PageModel
{
    public IActionResult OnGet(long id) => LocalRedirect("~/mail/files");

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (await db.LinkedFiles.SingleOrDefaultAsync(f => f.Id == id, ct) is not { } file) return NotFound();
        await link.Remove(file, ct);
        this.Say(words["“{0}” is removed. Its link leads nowhere any more.", file.Name]);
        return LocalRedirect("~/mail/files");
    }
}
