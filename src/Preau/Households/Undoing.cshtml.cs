using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Households;

/// <summary>Takes a correction back: the rules, or what was said before, hold again.</summary>
[Needs(Permission.EditPeople)]
public sealed class UndoingPage(Database db, CorrectHousehold correct, Words words) : PageModel
{
    public IActionResult OnGet(long id) => LocalRedirect("~/households");

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (await db.HouseholdCorrections.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, ct) is not { } correction) return NotFound();
        if (await correct.Undo(id, ct) is { } reason) this.Warn(reason);
        else this.Say(words["The correction is taken back."]);
        long?[] about = [correction.FromId, correction.IntoId];
        var there = await db.Households.Where(h => EF.Parameter(about).Contains(h.Id) && h.MemberCount > 0).OrderBy(h => h.Id != correction.FromId).Select(h => (long?)h.Id).FirstOrDefaultAsync(ct);
        return LocalRedirect(there is { } back ? $"~/households/{back}" : "~/households");
    }
}
