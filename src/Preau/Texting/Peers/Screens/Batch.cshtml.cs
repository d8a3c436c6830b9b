using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Texting.Peers;

/// <summary>A volunteer asks for more people.</summary>
[Needs(Permission.WriteTexts)]
public sealed class BatchPage(TexterDesk desk, GivePeople give, CurrentAccount me, Words words) : PageModel
{
    public IActionResult OnGet(long id) => LocalRedirect($"~/texting/{id}");

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (await desk.Find(id, ct) is not { } campaign || me.Id is not { } account) return NotFound();
        var may = TexterDesk.MayTake(campaign, await desk.Load(id, ct));
        if (may == 0) this.Warn(words["Send what you have first, or ask whoever leads the campaign for more."]);
        else if (await give.FromPool(campaign, account, may, ct) == 0) this.Warn(words["Nobody is left to be written to. Thank you!"]);
        return LocalRedirect($"~/texting/{id}");
    }
}
