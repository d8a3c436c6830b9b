using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Mail.Inbox;

/// <summary>Reads the mailbox now, so that somebody who has just set it sees whether it works.</summary>
[Needs(Permission.ManageSettings)]
public sealed class BoxReadingPage(FollowInbox follow, Actor actor, Words words) : PageModel
{
    public IActionResult OnGet() => LocalRedirect("~/settings/mail/inbox");

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        // What came in is told by the mailbox, not by whoever pressed the button.
        actor.IsProgram();
        switch (await follow.Run(ct))
        {
            case null: this.Warn(words["There is no mailbox for answers yet."]); break;
            case { Trouble: { } trouble }: this.Warn(words["It cannot be read: {0}", words[trouble]]); break;
            default: this.Say(words["The mailbox was read."]); break;
        }

        return LocalRedirect("~/settings/mail/inbox");
    }
}
