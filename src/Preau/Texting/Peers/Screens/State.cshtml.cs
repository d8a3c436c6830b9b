using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Texting.Peers;

/// <summary>Pauses a texting campaign, goes on with it, or closes it.</summary>
[Needs(Permission.SendMail)]
public sealed class StatePage(Database db, Words words, TimeProvider clock) : PageModel
{
    public IActionResult OnGet(long id) => LocalRedirect($"~/texts/campaigns/{id}");

    public async Task<IActionResult> OnPost(long id, TextCampaignState to, CancellationToken ct)
    {
        if (await db.TextCampaigns.SingleOrDefaultAsync(c => c.Id == id, ct) is not { } campaign) return NotFound();
        var fits = ModelState.IsValid && (campaign.State, to) is (TextCampaignState.Open, TextCampaignState.Paused) or (TextCampaignState.Paused or TextCampaignState.Closed, TextCampaignState.Open) or (TextCampaignState.Open or TextCampaignState.Paused, TextCampaignState.Closed);
        if (!fits)
        {
            this.Warn(words["Nothing was changed: somebody was quicker."]);
            return LocalRedirect($"~/texts/campaigns/{id}");
        }

        var now = clock.GetUtcNow();
        (campaign.State, campaign.ChangedAt, campaign.ClosedAt) = (to, now, to == TextCampaignState.Closed ? now : null);
        await db.SaveChangesAsync(ct);
        this.Say(to switch
        {
            TextCampaignState.Paused => words["Paused. Nobody sends a first text until you go on; who has written can be answered."],
            TextCampaignState.Closed => words["Closed. Answers still arrive."],
            _ => words["Volunteers can send again."],
        });
        return LocalRedirect($"~/texts/campaigns/{id}");
    }
}
