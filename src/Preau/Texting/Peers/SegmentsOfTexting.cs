using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Segments;
using Preau.Shared;

namespace Preau.Texting.Peers;

/// <summary>A segment that a texting campaign is for stays until that is closed.</summary>
public sealed class SegmentsOfTexting(Database db, CurrentAccount account, Words words) : ISegmentUse
{
    public SegmentWork? Work(long segmentId) => account.Can(Permission.EditMail) ? new(words["Have volunteers text them"], "messages", $"/texts/campaigns/new?segment={segmentId.ToString(CultureInfo.InvariantCulture)}", IsMain: false) : null;

    public async Task<IReadOnlyList<string>> NeededBy(long segmentId, CancellationToken ct) =>
        [.. (await db.TextCampaigns.Where(c => c.SegmentId == segmentId && c.State != TextCampaignState.Closed).OrderBy(c => c.Id).Select(c => c.Name).Take(5).ToListAsync(ct))
            .Select(n => words["The segment is not deleted: the texting campaign “{0}” is for it. Close that campaign, or choose other people for it, first.", n])];

    public Task LetGo(long segmentId, CancellationToken ct) => db.TextCampaigns.Where(c => c.SegmentId == segmentId).ExecuteUpdateAsync(s => s.SetProperty(c => c.SegmentId, (long?)null), ct);
}
