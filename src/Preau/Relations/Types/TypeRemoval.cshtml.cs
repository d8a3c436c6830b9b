using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Relations;

/// <summary>Removes a kind of relation of the campaign's own, with every relation of that kind.</summary>
[Needs(Permission.ManageSettings)]
public sealed class RelationTypeRemovalPage(Database db, RemoveRelationType remove, Words words) : PageModel
{
    public IActionResult OnGet(long id) => LocalRedirect("~/settings/relations");

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (await db.RelationTypes.SingleOrDefaultAsync(t => t.Id == id, ct) is not { } type) return NotFound();
        this.Say(await remove.Begin(type, ct) ? words["The kind of relation “{0}” is gone. Its relations are being removed; that takes a moment.", type.Name] : words["The kind of relation “{0}” is gone.", type.Name]);
        return LocalRedirect("~/settings/relations");
    }
}
