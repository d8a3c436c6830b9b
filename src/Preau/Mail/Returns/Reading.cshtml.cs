using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Mail.Returns;

/// <summary>Reads the return mailbox now, so that somebody who has just set it sees whether it works.</summary>
[Needs(Permission.ManageSettings)]
public sealed class ReadingPage(ReadMailbox read, Actor actor, Words words) : PageModel
{
    public IActionResult OnGet() => Redirect("~/settings/mail/returns");

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        // What came back is told by the mailbox, not by whoever pressed the button.
        actor.IsProgram();
        switch (await read.Run(ct))
        {
            case null: this.Warn(words["There is no return mailbox yet."]); break;
            case { Trouble: { } trouble }: this.Warn(words["It cannot be read: {0}", words[trouble]]); break;
            default: this.Say(words["The mailbox was read."]); break;
        }

        return Redirect("~/settings/mail/returns");
    }
}
