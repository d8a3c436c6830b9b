using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Mail.Approval;

/// <summary>Takes a request for approval back: the message is a draft like any other.</summary>
[Needs(Permission.SendMail)]
public sealed class WithdrawalPage(Database db, Approvals approvals, Words words) : PageModel
{
    public IActionResult OnGet(long id) => Redirect($"~/mail/{id}/send");

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (!await db.Blasts.AnyAsync(b => b.Id == id, ct)) return NotFound();
        if (await approvals.Withdraw(id, ct)) this.Say(words["The request is taken back: nobody is asked any more."]);
        else this.Warn(words["There was nothing to take back: it was decided meanwhile."]);
        return Redirect($"~/mail/{id}/send");
    }
}
