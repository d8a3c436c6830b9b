using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Texting.Keywords;

/// <summary>Switches a keyword on, where there is a gateway to answer by, or off.</summary>
[Needs(Permission.SendMail)]
public sealed class StatePage(Database db, TextGateways gateways, Words words, TimeProvider clock) : PageModel
{
    public IActionResult OnGet(long id) => LocalRedirect($"~/texts/keywords/{id}");

    public async Task<IActionResult> OnPost(long id, bool on, CancellationToken ct)
    {
        if (await db.TextKeywords.SingleOrDefaultAsync(k => k.Id == id, ct) is not { } keyword) return NotFound();
        if (on && await gateways.Current(ct) is null)
        {
            this.Warn(words["No gateway for text messages is set up yet: Settings, Text messages."]);
            return LocalRedirect($"~/texts/keywords/{id}");
        }

        (keyword.IsOn, keyword.ChangedAt) = (on, clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        this.Say(on ? words["It is on."] : words["It is off."]);
        return LocalRedirect($"~/texts/keywords/{id}");
    }
}
