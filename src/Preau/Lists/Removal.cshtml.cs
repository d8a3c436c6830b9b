using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Lists;

/// <summary>Takes a list away; for a day it can come back as it was.</summary>
[Needs(Permission.EditSegments)]
public sealed class RemovalPage(Database db, Words words, TimeProvider clock) : PageModel
{
    public IActionResult OnGet(long id) => LocalRedirect($"~/lists/{id.ToString(CultureInfo.InvariantCulture)}");

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (await db.PersonLists.SingleOrDefaultAsync(l => l.Id == id && l.RemovedAt == null, ct) is not { } list) return NotFound();
        list.Remove(clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        this.Say(words["The list “{0}” is removed.", list.Name], undo: $"/lists/{id.ToString(CultureInfo.InvariantCulture)}/restoration");
        return LocalRedirect("~/lists");
    }
}
