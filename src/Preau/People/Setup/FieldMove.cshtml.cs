using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;

namespace Preau.People.Setup;

/// <summary>One place up or down among the fields of its heading.</summary>
[Needs(Permission.EditPeople)]
public sealed class FieldMovePage(Database db, OwnFields own, ChangeField change) : PageModel
{
    public IActionResult OnGet(long id) => LocalRedirect("~/fields");

    public async Task<IActionResult> OnPost(long id, bool up, CancellationToken ct)
    {
        if (await db.CustomFields.SingleOrDefaultAsync(f => f.Id == id && f.RemovedAt == null, ct) is not { } field || !await own.MayShape(field, ct)) return NotFound();
        await change.Move(field, up, ct);
        await db.SaveChangesAsync(ct);
        return LocalRedirect("~/fields");
    }
}
