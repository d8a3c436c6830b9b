using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;

namespace Preau.Texting.Peers;

[Needs(Permission.WriteTexts)]
public sealed class MyTextingPage(TexterDesk desk) : PageModel
{
    private const int Shown = 50;

    public IReadOnlyList<(TextCampaign Campaign, TexterLoad Load)> Rows { get; private set; } = [];

    public async Task OnGet(CancellationToken ct)
    {
        var rows = new List<(TextCampaign, TexterLoad)>();
        foreach (var campaign in await desk.Mine.OrderByDescending(c => c.Id).Take(Shown).ToListAsync(ct)) rows.Add((campaign, await desk.Load(campaign.Id, ct)));
        // One that is over is of interest while somebody waits.
        Rows = [.. rows.Where(r => r.Item1.State != TextCampaignState.Closed || r.Item2.Sent > 0)];
    }
}
