using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Law;
using Preau.Mail.Limits;
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
            .Select(s => words["The segment is not deleted: the mail “{0}” is for it. Choose other people for that mail, or delete it, first.", SubjectLine.Plain(s)]),
        .. (await Limited(segmentId, ct)).Select(b => b.TemplateName is { } template
            ? words["The segment is not deleted: a part of the template “{0}” is for it. Choose another one for that part, or delete the template, first.", template]
            : words["The segment is not deleted: a part of the mail “{0}” is for it. Choose another one for that part, or delete the mail, first.", SubjectLine.Plain(b.Subject)]).Distinct(StringComparer.Ordinal)];

    /// <summary>The mails that are still to leave and have a part for it, in any of their versions.</summary>
    private async Task<IEnumerable<Blast>> Limited(long segmentId, CancellationToken ct)
    {
        var number = segmentId.ToString(CultureInfo.InvariantCulture);
        var waiting = db.Blasts.AsNoTracking().Where(b => b.Channel == Channel.Email && !Over.Contains(b.State));
        // As a tree of blocks has it, and as Liquid does; which of them say so indeed is read.
        var (tree, only, but) = ($"\"segment\":{number}", $"only {number}", $"allbut {number}");
        var blasts = await waiting.Where(b => b.Body.Contains(tree) || b.Body.Contains(only) || b.Body.Contains(but) || b.Subject.Contains(only) || b.Subject.Contains(but) || b.Preheader.Contains(only) || b.Preheader.Contains(but)).ToListAsync(ct);
        var versions = await db.BlastVersions.AsNoTracking().Where(v => v.Body.Contains(tree) || v.Body.Contains(only) || v.Body.Contains(but)).Join(waiting, v => v.BlastId, b => b.Id, (v, b) => new { Blast = b, Version = v }).ToListAsync(ct);
        return blasts.Concat(versions.Select(v => v.Blast.As(v.Version))).Where(b => BlastLimits.Of([b]).Contains(segmentId));
    }

    public Task LetGo(long segmentId, CancellationToken ct) => db.Blasts.Where(b => b.SegmentId == segmentId).ExecuteUpdateAsync(s => s.SetProperty(b => b.SegmentId, (long?)null), ct);
}
