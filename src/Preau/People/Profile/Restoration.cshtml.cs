using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.People.Profile;

/// <summary>Takes somebody out of the archive.</summary>
[Needs(Permission.EditPeople)]
public sealed class RestorationPage(Database db, Words words) : PageModel
{
    public IActionResult OnGet(long id) => LocalRedirect($"~/people/{id}");

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (await db.People.SingleOrDefaultAsync(p => p.Id == id, ct) is not { } person) return NotFound();
        person.Restore();
        await db.SaveChangesAsync(ct);
        this.Say(words["{0} is back.", person.FullName]);
        return LocalRedirect($"~/people/{id}");
    }
}
