using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Texting.Peers;

/// <summary>The organiser gives people to a volunteer, or moves what one has to another.</summary>
[Needs(Permission.SendMail)]
public sealed class AssignmentPage(Database db, GivePeople give, Words words) : PageModel
{
    private const int MostAtOnce = 5000;

    public IActionResult OnGet(long id) => LocalRedirect($"~/texts/campaigns/{id}");

    public async Task<IActionResult> OnPost(long id, string? what, long? from, long? to, int count, CancellationToken ct)
    {
        if (await db.TextCampaigns.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, ct) is not { State: not (TextCampaignState.Draft or TextCampaignState.Gathering) } campaign) return NotFound();
        if (to is { } texter && !await db.CampaignTexters.AnyAsync(t => t.TextCampaignId == id && t.AccountId == texter && t.LeftAt == null && db.Memberships.Any(m => m.AccountId == texter), ct)) return Done(id, 0);
        var moved = what switch
        {
            "pool" when to is { } account => await give.FromPool(campaign, account, Math.Clamp(count, 0, MostAtOnce), ct),
            "unsent" when from is { } giver && giver != to => await give.Move(campaign, giver, to, isTalks: false, ct),
            "talks" when from is { } giver && giver != to => await give.Move(campaign, giver, to, isTalks: true, ct),
            _ => 0,
        };
        return Done(id, moved);
    }

    private LocalRedirectResult Done(long id, int moved)
    {
        if (moved > 0) this.Say(words.Count(moved, "{0} person moved.", "{0} people moved."));
        else this.Warn(words["Nothing was moved."]);
        return LocalRedirect($"~/texts/campaigns/{id}");
    }
}
