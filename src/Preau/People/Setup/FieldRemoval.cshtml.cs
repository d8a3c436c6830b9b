using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.People.Setup;

/// <summary>Removes a field of the campaign's own, with every value of it.</summary>
[Needs(Permission.EditPeople)]
public sealed class FieldRemovalPage(Database db, Words words) : PageModel
{
    public IActionResult OnGet() => LocalRedirect("~/fields");

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (await db.CustomFields.SingleOrDefaultAsync(f => f.Id == id, ct) is not { } field) return NotFound();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // An import must not fill a field that is leaving.
        await db.Execute("People/HoldPeople", ct);
        await db.CustomValues.Where(v => v.CustomFieldId == id).ExecuteDeleteAsync(ct);
        db.Remove(field);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        this.Say(words["The field “{0}” is gone.", field.Name]);
        return LocalRedirect("~/fields");
    }
}
