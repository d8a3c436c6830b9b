using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Capital;

/// <summary>Something that is given no more; what was given stays.</summary>
[Needs(Permission.ManageSettings)]
public sealed class TypeRemovalPage(Database db, Words words, TimeProvider clock) : PageModel
{
    public IActionResult OnGet(long id) => LocalRedirect("~/settings/capital");

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (await db.CapitalTypes.SingleOrDefaultAsync(t => t.Id == id && t.RemovedAt == null, ct) is not { } type) return NotFound();
        type.Remove(clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        this.Say(words["“{0}” is given no more.", type.Name], undo: $"/settings/capital/{id.ToString(CultureInfo.InvariantCulture)}/restoration");
        return LocalRedirect("~/settings/capital");
    }
}
