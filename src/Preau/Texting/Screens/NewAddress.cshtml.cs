using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Preau.Accounts;
using Preau.Nations;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Texting;

/// <summary>The address at which answers come in was seen by somebody who should not know it.</summary>
[Needs(Permission.ManageSettings)]
public sealed class NewAddressPage(Database db, NationSettings settings, TextGateways gateways, Words words) : PageModel
{
    public IActionResult OnGet() => LocalRedirect("~/settings/texts");

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        var kept = await settings.Get<TextSettings>(ct);
        // What an earlier gateway was given stops with it.
        (kept.SealedSecret, kept.SealedTwilioSecret) = (null, null);
        gateways.MakeSecret(kept);
        await settings.Set(kept, ct);
        await db.SaveChangesAsync(ct);
        this.Say(words["There is a new address. Give it to your gateway."]);
        return LocalRedirect("~/settings/texts");
    }
}
