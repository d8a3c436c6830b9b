using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Mail.Inbox;

[Needs(Permission.AnswerMail)]
public sealed class RuleRemovalPage(Database db, Words words) : PageModel
{
    public IActionResult OnGet(long id) => LocalRedirect("~/inbox/rules");

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (await db.InboxRules.SingleOrDefaultAsync(r => r.Id == id, ct) is not { } rule) return NotFound();
        db.Remove(rule);
        await db.SaveChangesAsync(ct);
        this.Say(words["The rule is deleted."]);
        return LocalRedirect("~/inbox/rules");
    }
}
