using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Texting.Peers;

[Needs(Permission.SendMail)]
public sealed class StartPage(Database db, StartCampaign start, Words words) : PageModel
{
    public IActionResult OnGet(long id) => LocalRedirect($"~/texts/campaigns/{id}");

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (await db.TextCampaigns.SingleOrDefaultAsync(c => c.Id == id, ct) is not { } campaign) return NotFound();
        if (await start.Run(campaign, ct)) this.Say(words["It has begun: volunteers find it under Texting."]);
        else this.Warn(words["It has not begun: look at what stands in the way."]);
        return LocalRedirect($"~/texts/campaigns/{id}");
    }
}
