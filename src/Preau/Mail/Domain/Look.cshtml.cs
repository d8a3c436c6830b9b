using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Mail.Domain;

/// <summary>Looks at the DNS now, so that somebody who has just mended it need not wait for tomorrow.</summary>
[Needs(Permission.ManageSettings)]
public sealed class LookPage(LookUpDomain look, Actor actor, Words words) : PageModel
{
    public IActionResult OnGet() => Redirect("~/mail/health");

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        // It is the DNS that tells, not whoever pressed the button.
        actor.IsProgram();
        if (await look.Run(ct)) this.Say(words["The DNS was looked at."]);
        else this.Warn(words["The DNS did not answer, or there is no sender yet: nothing new is known."]);
        return Redirect("~/mail/health");
    }
}
