using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Texting.Peers;

/// <summary>A volunteer closes a conversation, or says that the number is wrong or that somebody wants no more texts.</summary>
[Needs(Permission.WriteTexts)]
public sealed class EndingPage(TexterDesk desk, EndContact end, Words words) : PageModel
{
    public IActionResult OnGet(long id) => LocalRedirect($"~/texting/talks/{id}");

    public async Task<IActionResult> OnPost(long id, ContactDeed deed, CancellationToken ct)
    {
        if (await desk.Person(id, ct) is not var (campaign, contact)) return NotFound();
        if (!ModelState.IsValid || !Enum.IsDefined(deed) || !await end.Run(campaign, contact, deed, ct))
        {
            this.Warn(words["Nothing was changed: it stands otherwise by now."]);
            return LocalRedirect($"~/texting/talks/{id}");
        }

        this.Say(deed switch
        {
            ContactDeed.OptOut => words["Noted. This number gets no more texts."],
            ContactDeed.WrongNumber => words["Noted. The number is marked as wrong."],
            ContactDeed.Close => words["The conversation is closed."],
            ContactDeed.Reopen or ContactDeed.Skip => words["Saved."],
        });
        return LocalRedirect(deed == ContactDeed.Reopen ? $"~/texting/talks/{id}" : $"~/texting/{campaign.Id}/people");
    }
}
