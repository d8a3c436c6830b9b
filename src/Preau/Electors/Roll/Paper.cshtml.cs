using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;

namespace Preau.Electors.Roll;

/// <summary>The signed undertaking of a roll, as it was kept.</summary>
[Needs(Permission.ImportPeople)]
public sealed class PaperPage(Database db, RollPapers papers) : PageModel
{
    public async Task<IActionResult> OnGet(long id, CancellationToken ct)
    {
        var paper = await db.ElectoralRolls.Where(r => r.ImportId == id).Select(r => new { r.PaperPath, r.PaperName }).SingleOrDefaultAsync(ct);
        if (paper?.PaperPath is not { } path || !papers.Has(path)) return NotFound();
        return PhysicalFile(papers.Full(path), RollPapers.ContentType(path), paper.PaperName);
    }
}
