using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Texting.Peers;

/// <summary>A volunteer notes what somebody answered; the reply to it stands in the form then.</summary>
[Needs(Permission.WriteTexts)]
public sealed class AnswerPage(TexterDesk desk, RecordAnswer record, Words words) : PageModel
{
    public IActionResult OnGet(long id) => LocalRedirect($"~/texting/talks/{id}");

    public async Task<IActionResult> OnPost(long id, long answer, CancellationToken ct)
    {
        if (await desk.Person(id, ct) is not var (campaign, contact)) return NotFound();
        if (await record.Run(campaign, contact, answer, ct) is not { } noted)
        {
            this.Warn(words["This answer is no longer in the script. Nothing was noted."]);
            return LocalRedirect($"~/texting/talks/{id}");
        }

        this.Say(words["Noted: {0}", noted.Label]);
        return LocalRedirect(noted.Reply.Length > 0 ? $"~/texting/talks/{id}?reply=a{noted.Id}" : $"~/texting/talks/{id}");
    }
}
