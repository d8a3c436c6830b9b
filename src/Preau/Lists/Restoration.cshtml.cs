using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Lists;

/// <summary>Brings back a list that was removed, with whom it held.</summary>
[Needs(Permission.EditSegments)]
public sealed class RestorationPage(Database db, SaveList save, Words words) : PageModel
{
    public IActionResult OnGet(long id) => LocalRedirect("~/lists");

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (await db.PersonLists.SingleOrDefaultAsync(l => l.Id == id && l.RemovedAt != null, ct) is not { } list) return NotFound();
        if (await save.WhyNot(list.Name, id, ct) is { } taken)
        {
            this.Warn(taken);
            return LocalRedirect("~/lists");
        }

        list.Restore();
        await db.SaveChangesAsync(ct);
        this.Say(words["The list “{0}” is back.", list.Name]);
        return LocalRedirect($"~/lists/{id.ToString(CultureInfo.InvariantCulture)}");
    }
}
