using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.People.Listing;

/// <summary>Takes back what one did to many people, for a day.</summary>
[Needs(Permission.EditPeople)]
public sealed class SelectionUndoPage(Database db, UndoBulk undo, CurrentAccount account, Words words, TimeProvider clock) : PageModel
{
    public IActionResult OnGet(long id) => LocalRedirect("~/people");

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (await db.BulkActs.SingleOrDefaultAsync(a => a.Id == id, ct) is not { } act) return NotFound();
        var isOver = act.AccountId != account.Id || act.UndoneAt is not null || act.At < clock.GetUtcNow() - UndoBulk.Life;
        this.Say(isOver ? words["That can no longer be taken back."] : words.Count(await undo.Run(act, ct), "Taken back for {0} person.", "Taken back for {0} people."));
        return LocalRedirect("~/people");
    }
}
