using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.People;
using Preau.Shared;

namespace Preau.Mail.Inbox;

/// <summary>Says who of the team looks after a conversation.</summary>
[Needs(Permission.AnswerMail)]
public sealed class AssignmentPage(Database db, Team team, CurrentAccount me, Words words) : PageModel
{
    public IActionResult OnGet(long id) => LocalRedirect($"~/inbox/{id}");

    public async Task<IActionResult> OnPost(long id, long? account, bool mine, CancellationToken ct)
    {
        if (await db.MailThreads.SingleOrDefaultAsync(t => t.Id == id, ct) is not { } thread) return NotFound();
        var chosen = mine ? me.Id : account;
        if (chosen is { } member && !await team.Has(member, ct))
        {
            this.Warn(words["Choose somebody of the team."]);
            return LocalRedirect($"~/inbox/{id}");
        }

        thread.AssigneeId = chosen;
        await db.SaveChangesAsync(ct);
        this.Say(chosen is null ? words["Nobody looks after it now."] : words["Assigned."]);
        return LocalRedirect($"~/inbox/{id}");
    }
}
