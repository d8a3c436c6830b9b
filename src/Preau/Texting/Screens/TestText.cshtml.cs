using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Preau.Accounts;
using Preau.Panel;

namespace Preau.Texting;

/// <summary>One text to a telephone of the team, to see whether the gateway does what it is asked.</summary>
[Needs(Permission.ManageSettings)]
public sealed class TestTextPage(SendTestText send) : PageModel
{
    public IActionResult OnGet() => LocalRedirect("~/settings/texts");

    public async Task<IActionResult> OnPost(string? to, CancellationToken ct)
    {
        var (isSent, sentence) = await send.Run(to ?? "", ct);
        if (isSent) this.Say(sentence);
        else this.Warn(sentence);
        return LocalRedirect("~/settings/texts");
    }
}
