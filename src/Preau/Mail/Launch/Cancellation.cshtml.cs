using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Mail.Launch;

[Needs(Permission.SendMail)]
public sealed class CancellationPage(Database db, CancelBlast cancel, Words words) : PageModel
{
    public IActionResult OnGet(long id) => Redirect($"~/mail/{id}");

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (await db.Blasts.SingleOrDefaultAsync(b => b.Id == id, ct) is not { } blast) return NotFound();
        this.Say(await cancel.Run(blast, ct) ? words["Stopped for good. Whoever waited does not get it."] : words["There was nothing to stop: nothing is leaving."]);
        return Redirect($"~/mail/{id}");
    }
}
