using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Mail.Launch;

[Needs(Permission.SendMail)]
public sealed class PausePage(Database db, PauseBlast pause, Words words) : PageModel
{
    public IActionResult OnGet(long id) => Redirect($"~/mail/{id}");

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (await db.Blasts.SingleOrDefaultAsync(b => b.Id == id, ct) is not { } blast) return NotFound();
        this.Say(await pause.Run(blast, null, ct) ? words["Paused. Whoever waits stays waiting until you go on."] : words["There was nothing to pause: nothing is leaving now."]);
        return Redirect($"~/mail/{id}");
    }
}
