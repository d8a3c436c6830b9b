using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;

namespace Preau.Texting.Peers;

public sealed record CampaignRow(long Id, string Name, TextCampaignState State, string? Segment, DateTimeOffset ChangedAt);

[Needs(Permission.ViewMail)]
public sealed class CampaignsPage(Database db) : PageModel
{
    private const int PageSize = 25;

    [BindProperty(SupportsGet = true)]
    public long? After { get; set; }

    public IReadOnlyList<CampaignRow> Rows { get; private set; } = [];
    public Pager Pager { get; private set; } = new(null, null);

    public async Task OnGet(CancellationToken ct)
    {
        var rows = await db.TextCampaigns.AsNoTracking().Where(c => After == null || c.Id < After).OrderByDescending(c => c.Id).Take(PageSize + 1)
            .Select(c => new CampaignRow(c.Id, c.Name, c.State, db.Segments.Where(s => s.Id == c.SegmentId).Select(s => s.Name).FirstOrDefault() ?? c.Sentence, c.ChangedAt)).ToListAsync(ct);
        Rows = [.. rows.Take(PageSize)];
        Pager = new(After is null ? null : "/texts/campaigns", rows.Count > PageSize ? "/texts/campaigns?after=" + Rows[^1].Id.ToString(CultureInfo.InvariantCulture) : null);
    }
}
