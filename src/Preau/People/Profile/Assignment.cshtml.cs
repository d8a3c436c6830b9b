using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.People.Profile;

/// <summary>Who looks after somebody.</summary>
[Needs(Permission.EditPeople)]
public sealed class AssignmentPage(Database db, Team team, Words words, TimeProvider clock) : PageModel
{
    public IActionResult OnGet(long id) => LocalRedirect($"~/people/{id}");

    public async Task<IActionResult> OnPost(long id, long? account, CancellationToken ct)
    {
        if (await db.People.SingleOrDefaultAsync(p => p.Id == id, ct) is not { } person) return NotFound();
        if (account is { } chosen && !await team.Has(chosen, ct))
        {
            this.Say(words["That account has no role in this campaign."]);
            return LocalRedirect($"~/people/{id}");
        }
        if (person.AssigneeId != account) (person.AssigneeId, person.ChangedAt) = (account, clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        this.Say(account is null ? words["Nobody looks after this person now."] : words["Assigned."]);
        return LocalRedirect($"~/people/{id}");
    }
}
