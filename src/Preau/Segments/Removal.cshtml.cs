using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Segments;

[Needs(Permission.EditSegments)]
public sealed class RemovalPage(Database db, Words words) : PageModel
{
    public IActionResult OnGet(long id) => Redirect($"~/segments/{id}");

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (await db.Segments.SingleOrDefaultAsync(s => s.Id == id, ct) is not { } segment) return NotFound();
        await db.SegmentCounts.Where(c => c.SegmentId == id).ExecuteDeleteAsync(ct);
        db.Remove(segment);
        await db.SaveChangesAsync(ct);
        this.Say(words["The segment “{0}” is deleted.", segment.Name]);
        return Redirect("~/segments");
    }
}
