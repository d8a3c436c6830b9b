using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Texting.Peers;

[Needs(Permission.EditMail)]
public sealed class QuestionRemovalPage(Database db, Words words) : PageModel
{
    public IActionResult OnGet(long id) => LocalRedirect($"~/texts/campaigns/questions/{id}");

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (await db.ScriptQuestions.SingleOrDefaultAsync(q => q.Id == id, ct) is not { } question) return NotFound();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.ContactAnswers.Where(a => a.ScriptQuestionId == id).ExecuteDeleteAsync(ct);
        await db.ScriptAnswers.Where(a => a.ScriptQuestionId == id).ExecuteDeleteAsync(ct);
        await db.ScriptAnswers.Where(a => a.NextId == id).ExecuteUpdateAsync(s => s.SetProperty(a => a.NextId, (long?)null), ct);
        db.Remove(question);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        this.Say(words["The question is gone."]);
        return LocalRedirect($"~/texts/campaigns/{question.TextCampaignId}");
    }
}
