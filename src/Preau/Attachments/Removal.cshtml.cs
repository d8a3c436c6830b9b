using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Attachments;

[Needs(Permission.EditPeople)]
public sealed class RemovalPage(Database db, Words words, TimeProvider clock) : PageModel
{
    public IActionResult OnGet(long id) => LocalRedirect("~/people");

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (await db.Attachments.SingleOrDefaultAsync(a => a.Id == id && db.People.Any(p => p.Id == a.PersonId), ct) is not { } file) return NotFound();
        file.RemovedAt = clock.GetUtcNow();
        await db.SaveChangesAsync(ct);
        this.Say(words["The file is removed."], undo: $"/attachments/{id}/restoration");
        return LocalRedirect($"~/people/{file.PersonId}");
    }
}
