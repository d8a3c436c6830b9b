using Microsoft.EntityFrameworkCore;
using Preau.Texting.Peers;

namespace Preau.Mail.Past;

/// <summary>A texting campaign, and what it came to: of those whom a volunteer sent the first text.</summary>
/// <param name="At">When its people were gathered.</param>
/// <param name="Answered">Wrote back, whatever they wrote.</param>
/// <param name="Told">Answered a question of the script, as a volunteer noted it.</param>
/// <param name="Left">Asked for no more texts.</param>
public sealed record PastPeer(long Id, string Name, string? Segment, DateTimeOffset At, long Sent, long Arrived, long Answered, long Told, long Left);

/// <summary>The texting campaigns of a time. Their people are counted, by the index of each campaign: no more of them at once than a page shows.</summary>
public sealed class PastPeers(Database db)
{
    public Task<bool> Any(CancellationToken ct) => db.TextCampaigns.AnyAsync(c => c.FrozenAt != null, ct);

    public Task<int> Count(DateTimeOffset? since, CancellationToken ct) => Of(since).CountAsync(ct);

    /// <summary>The latest first.</summary>
    public async Task<IReadOnlyList<PastPeer>> Run(DateTimeOffset? since, int skip, int most, CancellationToken ct)
    {
        var campaigns = await Of(since).OrderByDescending(c => c.FrozenAt).ThenByDescending(c => c.Id).Skip(skip).Take(most)
            .Select(c => new { c.Id, c.Name, Segment = db.Segments.Where(s => s.Id == c.SegmentId).Select(s => s.Name).FirstOrDefault() ?? c.Sentence, At = c.FrozenAt ?? c.CreatedAt }).ToListAsync(ct);
        var ids = campaigns.Select(c => c.Id).ToArray();
        var sent = db.CampaignContacts.Where(c => EF.Parameter(ids).Contains(c.TextCampaignId) && c.SentAt != null);
        var counts = await sent.GroupBy(c => c.TextCampaignId).Select(g => new { g.Key, Sent = g.LongCount(), Arrived = g.LongCount(c => c.ArrivedAt != null), Answered = g.LongCount(c => c.AnsweredAt != null), Left = g.LongCount(c => c.Stage == ContactStage.OptedOut) }).ToDictionaryAsync(g => g.Key, ct);
        var told = await sent.Where(c => db.ContactAnswers.Any(a => a.CampaignContactId == c.Id)).GroupBy(c => c.TextCampaignId).Select(g => new { g.Key, People = g.LongCount() }).ToDictionaryAsync(g => g.Key, g => g.People, ct);
        return [.. campaigns.Select(c => counts.TryGetValue(c.Id, out var of) ? new PastPeer(c.Id, c.Name, c.Segment, c.At, of.Sent, of.Arrived, of.Answered, told.GetValueOrDefault(c.Id), of.Left) : new(c.Id, c.Name, c.Segment, c.At, 0, 0, 0, 0, 0))];
    }

    private IQueryable<TextCampaign> Of(DateTimeOffset? since) => db.TextCampaigns.AsNoTracking().Where(c => c.FrozenAt != null && (since == null || c.FrozenAt >= since));
}
