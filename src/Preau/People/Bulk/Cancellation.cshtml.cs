using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.People.Bulk;

/// <summary>Leaves people as they are, or stops after the batch that is being done. What is done stays, and can be undone.</summary>
[Needs(Permission.EditPeople)]
public sealed class CancellationPage(Database db, BulkActs acts, Words words) : PageModel
{
    public IActionResult OnGet(long id) => LocalRedirect($"~/people/acts/{id.ToString(CultureInfo.InvariantCulture)}");

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (await db.BulkActs.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, ct) is not { } act) return NotFound();
        if (!await acts.Cancel(id, ct)) return LocalRedirect($"~/people/acts/{id.ToString(CultureInfo.InvariantCulture)}");
        this.Say(act.State == BulkState.Running ? words["Stopped. What is done stays until you undo it."] : words["Nothing was changed."]);
        return LocalRedirect(act.State == BulkState.Running ? $"~/people/acts/{id.ToString(CultureInfo.InvariantCulture)}" : "~/people");
    }
}
