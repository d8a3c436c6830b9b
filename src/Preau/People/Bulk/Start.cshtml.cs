using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;

namespace Preau.People.Bulk;

/// <summary>Does what was asked, now that how many it changes was read.</summary>
[Needs(Permission.EditPeople)]
public sealed class StartPage(Database db, BulkActs acts) : PageModel
{
    public IActionResult OnGet(long id) => LocalRedirect($"~/people/acts/{id.ToString(CultureInfo.InvariantCulture)}");

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (!await db.BulkActs.AnyAsync(a => a.Id == id, ct)) return NotFound();
        var act = await acts.Start(id, ct);
        if (act.State == BulkState.Done) this.Say(await acts.Deed(act.Kind).SayDone(act, ct), undo: acts.CanUndo(act) ? $"/people/acts/{id.ToString(CultureInfo.InvariantCulture)}/undo" : null);
        return LocalRedirect($"~/people/acts/{id.ToString(CultureInfo.InvariantCulture)}");
    }
}
