using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Mail.Pacing;

/// <summary>Which of a campaign's messages leave first: said of a draft.</summary>
[Needs(Permission.SendMail)]
public sealed class PriorityPage(Database db, Words words, TimeProvider clock) : PageModel
{
    public long Id { get; private set; }
    public string Heading { get; private set; } = "";
    public BlastPriority Priority { get; private set; }

    public async Task<IActionResult> OnGet(long id, CancellationToken ct)
    {
        if (await db.Blasts.AsNoTracking().SingleOrDefaultAsync(b => b.Id == id, ct) is not { } blast) return NotFound();
        if (blast.State != BlastState.Draft || blast.IsPattern) return Redirect($"~/mail/{id}");
        (Id, Heading, Priority) = (id, blast.Heading, blast.Priority);
        return Page();
    }

    public async Task<IActionResult> OnPost(long id, string? priority, CancellationToken ct)
    {
        if (await db.Blasts.SingleOrDefaultAsync(b => b.Id == id, ct) is not { } blast) return NotFound();
        if (!EnumText<BlastPriority>.TryParse(priority ?? "", out var chosen)) return BadRequest();
        if (blast.State != BlastState.Draft)
        {
            this.Warn(words["It is no draft any more: nothing of what you wrote here was saved."]);
            return Redirect($"~/mail/{id}");
        }

        (blast.Priority, blast.ChangedAt) = (chosen, clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        return Redirect($"~/mail/{id}/send");
    }
}
