using Microsoft.EntityFrameworkCore;

namespace Preau.Mail.Report;

/// <param name="People">How many said so.</param>
public sealed record ReasonRow(LeaveReason Reason, long People);

public sealed record LinkRow(long Id, string Url, int People, int Clicks);

/// <summary>What the report of a mail and its file both show.</summary>
public sealed class ReadReport(Database db)
{
    /// <summary>Why people left by it, as far as they said so.</summary>
    public async Task<IReadOnlyList<ReasonRow>> Reasons(Blast blast, CancellationToken ct) =>
        [.. (await db.Query<SaidRow>("Mail/Report/Reasons", ct, ("month", blast.Month), ("blast_id", blast.Id))).Select(r => new ReasonRow(EnumText<LeaveReason>.Parse(r.Reason), r.People)).OrderByDescending(r => r.People)];

    /// <summary>Its links, the one that most followed first.</summary>
    public async Task<IReadOnlyList<LinkRow>> Links(long blastId, int most, CancellationToken ct)
    {
        var followed = await db.MailClicks.Where(c => c.BlastId == blastId).GroupBy(c => c.MailLinkId)
            .Select(g => new { Id = g.Key, People = g.Select(c => c.PersonId).Distinct().Count(), Clicks = g.Count() }).ToDictionaryAsync(g => g.Id, ct);
        var links = (await db.MailLinks.AsNoTracking().Where(l => l.BlastId == blastId).OrderBy(l => l.Id).Take(most).ToListAsync(ct))
            .Select(l => followed.TryGetValue(l.Id, out var by) ? new LinkRow(l.Id, l.Url, by.People, by.Clicks) : new LinkRow(l.Id, l.Url, 0, 0));
        return [.. links.OrderByDescending(l => l.People).ThenBy(l => l.Id)];
    }

    private sealed record SaidRow(string Reason, long People);
}
