using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.People.Setup;

/// <summary>Leaves off asking a field, or asks it again; its values stay where they are.</summary>
[Needs(Permission.EditPeople)]
public sealed class FieldRetirementPage(Database db, OwnFields own, Words words, TimeProvider clock) : PageModel
{
    public IActionResult OnGet() => LocalRedirect("~/fields");

    public async Task<IActionResult> OnPost(long id, bool retire, CancellationToken ct)
    {
        if (await db.CustomFields.SingleOrDefaultAsync(f => f.Id == id && f.RemovedAt == null, ct) is not { } field || !await own.MayShape(field, ct)) return NotFound();
        field.RetiredAt = retire ? field.RetiredAt ?? clock.GetUtcNow() : null;
        await db.SaveChangesAsync(ct);
        this.Say(retire ? words["The field “{0}” is retired.", field.Name] : words["The field “{0}” is asked again.", field.Name]);
        return LocalRedirect("~/fields");
    }
}
