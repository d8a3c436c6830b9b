using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Segments;
using Preau.Shared;

namespace Preau.Mail;

/// <summary>A segment that a mail is still to leave by stays. One that left keeps who it was for in words, and lets the segment go.</summary>
public sealed class SegmentsOfMails(Database db, CurrentAccount account, Words words) : ISegmentUse
{
    private static readonly BlastState[] Over = [BlastState.Sent, BlastState.Cancelled];

    public SegmentWork? Work(long segmentId) => account.Can(Permission.EditMail) ? new(words["Write to them"], "mail", $"/mail/new?segment={segmentId.ToString(CultureInfo.InvariantCulture)}") : null;

    public async Task<IReadOnlyList<string>> NeededBy(long segmentId, CancellationToken ct) =>
        [.. (await db.Blasts.Where(b => b.SegmentId == segmentId && !Over.Contains(b.State)).OrderBy(b => b.Id).Select(b => b.Subject).Take(5).ToListAsync(ct))
            .Select(s => words["The segment is not deleted: the mail “{0}” is for it. Choose other people for that mail, or delete it, first.", SubjectLine.Plain(s)])];

    public Task LetGo(long segmentId, CancellationToken ct) => db.Blasts.Where(b => b.SegmentId == segmentId).ExecuteUpdateAsync(s => s.SetProperty(b => b.SegmentId, (long?)null), ct);
}
