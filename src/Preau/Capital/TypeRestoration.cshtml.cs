using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Capital;

/// <summary>Lets something be given again that was removed.</summary>
[Needs(Permission.ManageSettings)]
public sealed class TypeRestorationPage(Database db, Words words) : PageModel
{
    public IActionResult OnGet(long id) => LocalRedirect("~/settings/capital");

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (await db.CapitalTypes.SingleOrDefaultAsync(t => t.Id == id && t.RemovedAt != null, ct) is not { } type) return NotFound();
        var key = NameKey.Of(type.Name);
        if (await db.CapitalTypes.AnyAsync(t => t.NameKey == key, ct))
        {
            this.Warn(words["Points are given for “{0}” already.", type.Name]);
            return LocalRedirect("~/settings/capital");
        }

        type.Restore();
        await db.SaveChangesAsync(ct);
        this.Say(words["“{0}” is given again.", type.Name]);
        return LocalRedirect("~/settings/capital");
    }
}
