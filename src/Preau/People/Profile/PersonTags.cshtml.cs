using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.People.Profile;

[Needs(Permission.EditPeople)]
public sealed class PersonTagsPage(Database db, TagPeople tags, Words words) : PageModel
{
    public IActionResult OnGet(long id) => LocalRedirect($"~/people/{id}");

    public async Task<IActionResult> OnPost(long id, string? add, long? remove, CancellationToken ct)
    {
        if (!await db.People.AnyAsync(p => p.Id == id, ct)) return NotFound();
        if (remove is { } tag) await tags.Remove(id, tag, ct);
        else if (NameKey.Of(add).Length > 0) await tags.Add(id, add ?? "", ct);
        else this.Say(words["A tag needs a letter or a figure. Nothing was changed."]);
        await db.SaveChangesAsync(ct);
        return LocalRedirect($"~/people/{id}");
    }
}
