using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Imports;

/// <summary>Goes on with an import that was stopped, or that the disk had no room for, after its last batch.</summary>
[Needs(Permission.ImportPeople)]
public sealed class ContinuationPage(Database db, ImportSteps steps, Words words) : PageModel
{
    public IActionResult OnGet(long id) => Redirect($"~/imports/{id}");

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (!await db.Imports.AnyAsync(i => i.Id == id, ct)) return NotFound();
        if (!await steps.GoOn(id, isRunHere: false, ct)) this.Say(words["There is nothing to go on with: the import is done or being undone, or its file is not kept any more."]);
        return Redirect($"~/imports/{id}");
    }
}
