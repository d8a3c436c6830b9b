using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;

namespace Preau.Mail.Checks;

/// <summary>Has the links of a draft asked whether something is there; a part of the last page before sending, which asks for it by itself.</summary>
[Needs(Permission.EditMail)]
public sealed class LinksPage(Database db, LinksOfBlast links) : PageModel
{
    public async Task<IActionResult> OnGet(long id, CancellationToken ct)
    {
        if (await db.Blasts.AsNoTracking().SingleOrDefaultAsync(b => b.Id == id, ct) is not { } blast) return NotFound();
        if (!Request.Headers.ContainsKey("HX-Request")) return Redirect($"~/mail/{id}/send");
        var report = await links.Report(blast, ct);
        // What was found stands among all that is to be thought about, on the page around this.
        if (!report.IsRunning) Response.Headers["HX-Refresh"] = "true";
        return Partial("/Mail/Checks/_Links.cshtml", report);
    }

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (await db.Blasts.AsNoTracking().SingleOrDefaultAsync(b => b.Id == id, ct) is not { } blast) return NotFound();
        if (blast.State == BlastState.Draft) await links.Begin(blast, ct);
        return Redirect($"~/mail/{id}/send");
    }
}
