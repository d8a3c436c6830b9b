using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Mail.Automatic.Newsletters;

/// <summary>Makes a newsletter, off, with a text to begin with.</summary>
[Needs(Permission.EditMail)]
public sealed class NewPage(KeepAutomatic keep, Words words) : PageModel
{
    public IActionResult OnGet() => Redirect("~/mail/automatic");

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        var letter = await keep.Newsletter(ct);
        this.Say(words["It is there, and still off. Look at its text, then switch it on."]);
        return Redirect($"~/mail/newsletters/{letter.Id}");
    }
}
