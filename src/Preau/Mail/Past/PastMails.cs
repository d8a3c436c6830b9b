using Microsoft.EntityFrameworkCore;
using Preau.Law;

namespace Preau.Mail.Past;

/// <summary>A mail, or a text, that was sent, and what it came to.</summary>
/// <param name="At">When its audience was complete.</param>
public sealed record PastMail(long Id, string Subject, string? Segment, DateTimeOffset At, long Sent, long Clicked, long Unsubscribed, long Refused, long Bounced, long Complained)
{
    /// <summary>Refused at the door, or taken and come back.</summary>
    public long Lost => Refused + Bounced;

    public string Heading => SubjectLine.Plain(Subject);
}

/// <summary>What a nation has sent to many before, by one channel.</summary>
public sealed class PastMails(Database db)
{
    /// <summary>The latest first; of a blast that still leaves, what it has come to so far.</summary>
    /// <param name="channel">Mails or texts.</param>
    /// <param name="since">No older ones; null is all of them.</param>
    public IQueryable<PastMail> Of(Channel channel, DateTimeOffset? since) => Read(db.Blasts.Where(b => b.Channel == channel && (since == null || b.FrozenAt >= since)));

    /// <summary>Those that had left whole, by the same channel, when this one began to.</summary>
    public IQueryable<PastMail> Before(Blast blast, TimeSpan span)
    {
        var since = blast.FrozenAt - span;
        return Read(db.Blasts.Where(b => b.Channel == blast.Channel && b.Id != blast.Id && b.State == BlastState.Sent && b.FrozenAt >= since && b.FrozenAt < blast.FrozenAt));
    }

    private IQueryable<PastMail> Read(IQueryable<Blast> blasts) =>
        from blast in blasts.AsNoTracking()
        join total in db.BlastTotals on blast.Id equals total.BlastId
        where blast.FrozenAt != null && total.Sent > 0
        orderby blast.FrozenAt descending, blast.Id descending
        select new PastMail(
            blast.Id, blast.Subject, db.Segments.Where(s => s.Id == blast.SegmentId).Select(s => s.Name).FirstOrDefault() ?? blast.Sentence, blast.FrozenAt ?? blast.CreatedAt, total.Sent, total.Clicked, total.Unsubscribed, total.Refused, total.Bounced, total.Complained);
}
