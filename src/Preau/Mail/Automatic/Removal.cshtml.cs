using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Mail.Automatic;

[Needs(Permission.EditMail)]
public sealed class RemovalPage(Database db, KeepAutomatic keep, Words words) : PageModel
{
    public IActionResult OnGet(long id) => Redirect($"~/mail/automatic/{id}");

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (await db.AutomaticMails.AsNoTracking().SingleOrDefaultAsync(m => m.Id == id, ct) is not { } mail) return NotFound();
        await keep.Remove(mail, ct);
        this.Say(words["The automatic mail is deleted."]);
        return Redirect("~/mail/automatic");
    }
}
