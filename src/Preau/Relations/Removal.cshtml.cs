using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Relations;

[Needs(Permission.EditPeople)]
public sealed class RelationRemovalPage(SaveRelation save, Words words) : PageModel
{
    public IActionResult OnGet(long id) => LocalRedirect("~/people");

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (await save.Remove(id, ct) is not { } personId) return NotFound();
        this.Say(words["The relation is taken away on both profiles."], undo: $"/relations/{id}/restoration");
        return LocalRedirect($"~/people/{personId}");
    }
}
