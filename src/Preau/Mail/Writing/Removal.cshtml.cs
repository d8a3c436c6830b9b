using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Mail.Writing;

/// <summary>Deletes a draft, or a template. A mail that anybody got stays: people may ask why they were written to.</summary>
[Needs(Permission.EditMail)]
public sealed class RemovalPage(Database db, Words words, TimeProvider clock) : PageModel
{
    public IActionResult OnGet(long id) => Redirect($"~/mail/{id}");

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (await db.Blasts.AsNoTracking().SingleOrDefaultAsync(b => b.Id == id, ct) is not { } blast) return NotFound();
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // One statement decides between the deleting and a sending that begins just now.
        if (await db.Blasts.Where(b => b.Id == id && b.State == BlastState.Draft && b.PatternOf == null && b.StepId == null).ExecuteUpdateAsync(s => s.SetProperty(b => b.ChangedAt, now), ct) == 0)
        {
            this.Say(words["It is no draft any more, so it was not deleted."]);
            return Redirect($"~/mail/{id}");
        }

        await db.BlastVersions.Where(v => v.BlastId == id).ExecuteDeleteAsync(ct);
        await db.BlastApprovals.Where(a => a.BlastId == id).ExecuteDeleteAsync(ct);
        await db.CheckedLinks.Where(l => l.BlastId == id).ExecuteDeleteAsync(ct);
        await db.MailLinks.Where(l => l.BlastId == id).ExecuteDeleteAsync(ct);
        await db.BlastTotals.Where(t => t.BlastId == id).ExecuteDeleteAsync(ct);
        await db.Blasts.Where(b => b.Id == id).ExecuteDeleteAsync(ct);
        db.Trail.Record("blast.deleted", [], blast.Subject, id);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        this.Say(blast.TemplateName is { } name ? words["The template “{0}” is deleted.", name] : words["The draft “{0}” is deleted.", blast.Heading]);
        return Redirect(blast.IsTemplate ? "~/mail/templates" : "~/mail");
    }
}
