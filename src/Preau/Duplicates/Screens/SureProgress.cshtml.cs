using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Duplicates;

[Needs(Permission.EditPeople)]
public sealed class SureProgressPage(Database db, Words words) : PageModel
{
    public SureMerge Work { get; private set; } = new();

    public Progress Progress => new(words["Merging"], Work.Done + Work.LeftCount, Work.Total, IsRunning: true, CancelPath: $"/duplicates/sure/{Work.Id}/cancellation", CancelLabel: words["Stop here"]);

    public async Task<IActionResult> OnGet(long id, CancellationToken ct)
    {
        if (await db.SureMerges.AsNoTracking().SingleOrDefaultAsync(m => m.Id == id, ct) is not { } work) return NotFound();
        Work = work;
        return Request.Headers["HX-Request-Type"] == "partial" ? Partial("/Duplicates/Screens/_SureBody.cshtml", this) : Page();
    }
}
