using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Texting.Peers;

/// <summary>Who sends for a campaign. Whoever is taken off gives back what they have not sent; their conversations wait for the organiser to give them to somebody.</summary>
[Needs(Permission.SendMail)]
public sealed class TextersPage(Database db, GivePeople give, Words words, TimeProvider clock) : PageModel
{
    public IActionResult OnGet(long id) => LocalRedirect($"~/texts/campaigns/{id}");

    public async Task<IActionResult> OnPost(long id, long account, bool leaves, CancellationToken ct)
    {
        if (await db.TextCampaigns.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, ct) is not { } campaign) return NotFound();
        var texter = await db.CampaignTexters.SingleOrDefaultAsync(t => t.TextCampaignId == id && t.AccountId == account, ct);
        if (leaves && texter is { LeftAt: null })
        {
            texter.LeftAt = clock.GetUtcNow();
            await db.SaveChangesAsync(ct);
            await give.Move(campaign, account, to: null, isTalks: false, ct);
            this.Say(words["They no longer send. What was unsent can be taken again; give their conversations to somebody."]);
        }
        else if (!leaves && texter is not { LeftAt: null } && await db.Memberships.AnyAsync(m => m.AccountId == account && !m.IsPending && m.Role != Role.Finance, ct))
        {
            var now = clock.GetUtcNow();
            if (texter is null) db.Add(new CampaignTexter { TextCampaignId = id, AccountId = account, JoinedAt = now, SeenAt = now });
            else (texter.LeftAt, texter.SeenAt) = (null, now);
            await db.SaveChangesAsync(ct);
            this.Say(words["They find the campaign under Texting."]);
        }

        return LocalRedirect($"~/texts/campaigns/{id}");
    }
}
