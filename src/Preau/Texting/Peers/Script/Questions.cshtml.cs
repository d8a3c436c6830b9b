using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Texting.Peers;

/// <summary>Adds a question to a script; its answers are written on its own page.</summary>
[Needs(Permission.EditMail)]
public sealed class QuestionsPage(Database db, Words words) : PageModel
{
    private const int Most = 20;

    [FromForm, StringLength(200)]
    public string? Text { get; set; }

    public IActionResult OnGet(long id) => LocalRedirect($"~/texts/campaigns/{id}");

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (!await db.TextCampaigns.AnyAsync(c => c.Id == id, ct)) return NotFound();
        var count = await db.ScriptQuestions.CountAsync(q => q.TextCampaignId == id, ct);
        if (!ModelState.IsValid || Text?.Trim() is not { Length: > 0 } text || count >= Most)
        {
            this.Warn(count >= Most ? words["A script has {0} questions at most.", Most] : words["Write what is asked."]);
            return LocalRedirect($"~/texts/campaigns/{id}");
        }

        var question = new ScriptQuestion { TextCampaignId = id, Position = count, Text = text };
        db.Add(question);
        await db.SaveChangesAsync(ct);
        return LocalRedirect($"~/texts/campaigns/questions/{question.Id}");
    }
}
