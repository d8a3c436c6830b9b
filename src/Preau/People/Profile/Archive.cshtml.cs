using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.People.Profile;

[Needs(Permission.EditPeople)]
public sealed class ArchivePage(Database db, Words words, TimeProvider clock) : PageModel
{
    public IActionResult OnGet(long id) => LocalRedirect($"~/people/{id}");

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (await db.People.SingleOrDefaultAsync(p => p.Id == id, ct) is not { } person) return NotFound();
        person.Archive(clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        this.Say(words["{0} is archived, in no list and in no send.", person.FullName], undo: $"/people/{id}/restoration");
        return LocalRedirect("~/people");
    }
}
