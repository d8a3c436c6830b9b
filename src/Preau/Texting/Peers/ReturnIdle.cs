using Microsoft.EntityFrameworkCore;
using Preau.Jobs;

namespace Preau.Texting.Peers;

public sealed record ReturnIdle : IJob;

/// <summary>What a volunteer has not sent goes back to the pool once they have done nothing for as long as the campaign says. Conversations stay theirs: somebody waits for them, and the organiser sees it.</summary>
public sealed class ReturnIdleHandler(Database db, GivePeople give, TimeProvider clock) : IHandle<ReturnIdle>
{
    public async Task Run(ReturnIdle job, CancellationToken ct)
    {
        foreach (var campaign in await db.TextCampaigns.AsNoTracking().Where(c => c.State == TextCampaignState.Open || c.State == TextCampaignState.Paused).ToListAsync(ct))
        {
            var before = clock.GetUtcNow().AddHours(-campaign.IdleHours);
            var idle = await db.CampaignTexters.Where(t => t.TextCampaignId == campaign.Id && t.SeenAt < before && db.CampaignContacts.Any(c => c.TextCampaignId == t.TextCampaignId && c.AccountId == t.AccountId && c.Stage == ContactStage.Unsent))
                .Select(t => t.AccountId).ToListAsync(ct);
            foreach (var account in idle) await give.Move(campaign, account, to: null, isTalks: false, ct);
        }
    }
}
