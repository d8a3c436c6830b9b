using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.People.Setup;

/// <summary>Removes a field of the campaign's own, with every value of it.</summary>
[Needs(Permission.EditPeople)]
public sealed class FieldRemovalPage(Database db, OwnFields own, RemoveField remove, Words words) : PageModel
{
    public IActionResult OnGet() => LocalRedirect("~/fields");

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (await db.CustomFields.SingleOrDefaultAsync(f => f.Id == id && f.RemovedAt == null, ct) is not { } field || !await own.MayShape(field, ct)) return NotFound();
        var name = field.Name;
        this.Say(await remove.Begin(field, ct) ? words["The field “{0}” is gone. Its answers are being removed in the background.", name] : words["The field “{0}” is gone.", name]);
        return LocalRedirect("~/fields");
    }
}
