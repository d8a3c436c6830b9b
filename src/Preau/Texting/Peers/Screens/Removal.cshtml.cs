using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Texting.Peers;

/// <summary>Deletes a draft, with its script.</summary>
[Needs(Permission.EditMail)]
public sealed class RemovalPage(Database db, Words words) : PageModel
{
    public IActionResult OnGet(long id) => LocalRedirect($"~/texts/campaigns/{id}");

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (await db.TextCampaigns.SingleOrDefaultAsync(c => c.Id == id, ct) is not { } campaign) return NotFound();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Entry(campaign).ReloadAsync(ct);
        if (campaign.State != TextCampaignState.Draft)
        {
            this.Warn(words["It has begun: it can be closed, not deleted."]);
            return LocalRedirect($"~/texts/campaigns/{id}");
        }

        await db.ScriptAnswers.Where(a => db.ScriptQuestions.Any(q => q.Id == a.ScriptQuestionId && q.TextCampaignId == id)).ExecuteDeleteAsync(ct);
        await db.ScriptQuestions.Where(q => q.TextCampaignId == id).ExecuteDeleteAsync(ct);
        await db.CampaignTexters.Where(t => t.TextCampaignId == id).ExecuteDeleteAsync(ct);
        db.Remove(campaign);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        this.Say(words["The draft is gone."]);
        return LocalRedirect("~/texts/campaigns");
    }
}
