using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Mail.Automatic.Newsletters;

[Needs(Permission.EditMail)]
public sealed class RemovalPage(Database db, KeepAutomatic keep, Words words) : PageModel
{
    public IActionResult OnGet(long id) => Redirect($"~/mail/newsletters/{id}");

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (await db.Newsletters.AsNoTracking().SingleOrDefaultAsync(n => n.Id == id, ct) is not { } letter) return NotFound();
        await keep.Remove(letter, ct);
        this.Say(words["The newsletter is deleted."]);
        return Redirect("~/mail/automatic");
    }
}
