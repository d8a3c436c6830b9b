using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Accounts;

[Needs(Permission.Enter)]
public sealed class SessionEndPage(Database db, CurrentAccount me, Words words) : PageModel
{
    public IActionResult OnGet() => Redirect("~/account");

    public async Task<IActionResult> OnPost(long sessionId, CancellationToken ct)
    {
        if (await db.Sessions.Where(s => s.Id == sessionId && s.AccountId == me.Id).ExecuteDeleteAsync(ct) == 0) return NotFound();
        db.Trail.Note("account.session_ended", 1, subjectId: me.Id);
        await db.SaveChangesAsync(ct);
        this.Say(words["Signed out there."]);
        return Redirect("~/account");
    }
}
