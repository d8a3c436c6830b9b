using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Law;
using Preau.Nations;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Settings;

[Needs(Permission.ManageSettings)]
public sealed class IndexPage(Database db, CurrentNation nation, NationDirectory directory, NationSettings settings, Words words, TimeProvider clock) : PageModel
{
    [BindProperty]
    public CampaignForm Form { get; set; } = new();

    public IEnumerable<SelectListItem> Elections => Enum.GetValues<ElectionKind>().Select(k => new SelectListItem(words[k.Label()], k.ToString()));

    public IEnumerable<SelectListItem> Collectors => Enum.GetValues<CollectorKind>().Select(k => new SelectListItem(words[k.Label()], k.ToString()));

    public IEnumerable<SelectListItem> Clocks => ClocksOf.All.Select(c => new SelectListItem(words[c.Value], c.Key));

    public IReadOnlyList<string> Doubts { get; private set; } = [];

    public async Task OnGet(CancellationToken ct)
    {
        Form = CampaignForm.Of(nation.Facts, await settings.Get<CampaignSettings>(ct));
        Doubts = [.. Form.Doubts(words, nation.Facts.DayOf(clock.GetUtcNow()))];
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        var campaign = await settings.Get<CampaignSettings>(ct);
        foreach (var field in Form.DaysLongAgo(campaign, nation.Facts.DayOf(clock.GetUtcNow()))) ModelState.AddModelError("Form." + field, words["That is more than a year ago: check the year."]);
        if (!ModelState.IsValid) return this.Again();
        Form.CopyTo(campaign);
        await settings.Set(campaign, ct);
        var row = await db.Nations.SingleAsync(n => n.Id == nation.Id.Value, ct);
        (row.Name, row.TimeZone) = (Form.Name.Trim(), Form.TimeZone);
        await db.SaveChangesAsync(ct);
        directory.Forget();
        this.Say(words["Saved."]);
        return RedirectToPage();
    }
}
