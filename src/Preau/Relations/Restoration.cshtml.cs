using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Relations;

/// <summary>Lets a relation return that was taken away.</summary>
[Needs(Permission.EditPeople)]
public sealed class RelationRestorationPage(Database db, SaveRelation save, Words words) : PageModel
{
    public IActionResult OnGet(long id) => LocalRedirect("~/people");

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (await db.Relations.IgnoreQueryFilters([RelationMap.RemovedFilter]).Where(r => r.Id == id).Select(r => (long?)r.PersonId).SingleOrDefaultAsync(ct) is not { } personId) return NotFound();
        if ((await save.Restore(id, ct)).Refusal is { } reason) this.Warn(reason);
        else this.Say(words["The relation is there again."]);
        return LocalRedirect($"~/people/{personId}");
    }
}
