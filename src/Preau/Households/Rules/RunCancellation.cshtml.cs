using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Households;

/// <summary>Stops after the thousands that are being looked at.</summary>
[Needs(Permission.ManageSettings)]
public sealed class RunCancellationPage(Database db, HouseholdRuns runs, Words words) : PageModel
{
    public IActionResult OnGet(long id) => LocalRedirect("~/settings/households");

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (!await db.HouseholdRuns.AnyAsync(r => r.Id == id, ct)) return NotFound();
        if (await runs.Stop(id, ct)) this.Say(words["Stopped. Those who were not looked at yet follow the new rules as soon as something of them changes, or when you save once more."]);
        return LocalRedirect("~/settings/households");
    }
}
