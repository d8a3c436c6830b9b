using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Attachments;

/// <summary>Lets a file return that was removed.</summary>
[Needs(Permission.EditPeople)]
public sealed class RestorationPage(Database db, Words words) : PageModel
{
    public IActionResult OnGet(long id) => LocalRedirect("~/people");

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (await db.Attachments.IgnoreQueryFilters([AttachmentMap.RemovedFilter]).SingleOrDefaultAsync(a => a.Id == id && db.People.Any(p => p.Id == a.PersonId), ct) is not { } file) return NotFound();
        file.RemovedAt = null;
        await db.SaveChangesAsync(ct);
        this.Say(words["The file is there again."]);
        return LocalRedirect($"~/people/{file.PersonId}");
    }
}
