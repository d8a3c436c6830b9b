using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.People.Bulk;

/// <summary>Takes back what one did to many people, for a day.</summary>
[Needs(Permission.EditPeople)]
public sealed class UndoingPage(Database db, BulkActs acts, Words words) : PageModel
{
    public IActionResult OnGet(long id) => LocalRedirect("~/people");

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (await db.BulkActs.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, ct) is not { } act) return NotFound();
        if (!acts.CanUndo(act))
        {
            this.Say(words["That can no longer be taken back."]);
            return LocalRedirect("~/people");
        }

        act = await acts.Undo(act, ct);
        if (act.State == BulkState.Undoing) return LocalRedirect($"~/people/acts/{id.ToString(CultureInfo.InvariantCulture)}");
        this.Say(act.Problem ?? words.Count(act.Undid, "Taken back for {0} person.", "Taken back for {0} people."));
        return LocalRedirect("~/people");
    }
}
