using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Imports.Templates;

[Needs(Permission.ImportPeople)]
public sealed class RemovalPage(Database db, Words words) : PageModel
{
    public IActionResult OnGet(long id) => Redirect($"~/imports/templates/{id}");

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (await db.ImportTemplates.SingleOrDefaultAsync(t => t.Id == id, ct) is not { } template) return NotFound();
        db.Remove(template);
        await db.SaveChangesAsync(ct);
        this.Say(words["The template “{0}” is gone.", template.Name]);
        return Redirect("~/imports/templates");
    }
}
