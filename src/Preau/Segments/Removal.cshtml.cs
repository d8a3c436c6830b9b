using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Segments;

[Needs(Permission.EditSegments)]
public sealed class RemovalPage(Database db, IEnumerable<ISegmentUse> uses, Words words) : PageModel
{
    public IActionResult OnGet(long id) => Redirect($"~/segments/{id}");

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await db.Segments.SingleOrDefaultAsync(s => s.Id == id, ct) is not { } segment) return NotFound();
        foreach (var use in uses)
        {
            if (await use.NeededBy(id, ct) is not [var why, ..]) continue;
            this.Say(why);
            return Redirect($"~/segments/{id}");
        }

        foreach (var use in uses) await use.LetGo(id, ct);
        await db.SegmentCounts.Where(c => c.SegmentId == id).ExecuteDeleteAsync(ct);
        db.Remove(segment);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        this.Say(words["The segment “{0}” is deleted.", segment.Name]);
        return Redirect("~/segments");
    }
}
