using Microsoft.EntityFrameworkCore;
using Preau.Law;
using Preau.Mail.Measuring;

namespace Preau.Mail.Past;

/// <summary>A mail, or a text, that was sent, and what it came to.</summary>
/// <param name="At">When its audience was complete.</param>
/// <param name="LeftAt">When the last of it had left; null while it leaves, and where it was stopped.</param>
/// <param name="ResendOf">The mail that it repeats for those who did not click.</param>
public sealed record PastMail(long Id, string Subject, string? Segment, DateTimeOffset At, DateTimeOffset? LeftAt, long? ResendOf, long Sent, long Clicked, long Unsubscribed, long Refused, long Bounced, long Complained)
{
    /// <summary>People who signed, signed up or gave after following a link of it, as counted last, and what they gave, in cents; null where it was not counted yet.</summary>
    public long? Acted { get; init; }
    public long? Cents { get; init; }

    /// <summary>Of these, who gave, and the squares of what each gave; null where that was not counted yet.</summary>
    public long? Gave { get; init; }
    public double? Squares { get; init; }

    /// <summary>When they were counted last.</summary>
    public DateTimeOffset? CountedAt { get; init; }

    /// <summary>What its people did was counted when the time in which it counts was over: it has the same age in all of these.</summary>
    public bool IsWhole => Acted is not null && LeftAt + ReadOutcomes.Window <= CountedAt;

    /// <summary>Refused at the door, or taken and come back.</summary>
    public long Lost => Refused + Bounced;

    /// <summary>Of whom that could be: what came back had been handed over, what was refused had not.</summary>
    public long Tried => Sent + Refused;

    public string Heading => SubjectLine.Plain(Subject);
}

/// <summary>What a nation has sent to many before, by one channel. Runs of automatic mails are none of it: one of a few people a day would be what is usual.</summary>
public sealed class PastMails(Database db, TimeProvider clock)
{
    /// <summary>So long after the last of a mail has left, most of those who will ever click have done so: before, it says nothing beside others.</summary>
    public static readonly TimeSpan Settles = TimeSpan.FromDays(3);

    /// <summary>The latest first; of a blast that still leaves, what it has come to so far.</summary>
    /// <param name="channel">Mails or texts.</param>
    /// <param name="since">No older ones; null is all of them.</param>
    public IQueryable<PastMail> Of(Channel channel, DateTimeOffset? since) => Read(db.Blasts.Where(b => b.Channel == channel && (since == null || b.FrozenAt >= since)));

    /// <summary>Those of which it can be said what is usual that left, by the same channel, before this one did.</summary>
    public IQueryable<PastMail> Before(Blast blast, TimeSpan span)
    {
        var (since, until) = (blast.FrozenAt - span, clock.GetUtcNow() - Settles);
        return Read(db.Blasts.Where(b => b.Channel == blast.Channel && b.Id != blast.Id && b.State == BlastState.Sent && b.ResendOf == null && b.EndedAt <= until && b.FrozenAt >= since && b.FrozenAt < blast.FrozenAt));
    }

    /// <summary>One of them.</summary>
    public Task<PastMail?> One(long blastId, CancellationToken ct) => Read(db.Blasts.Where(b => b.Id == blastId)).SingleOrDefaultAsync(ct);

    /// <summary>Of these, the ones of which it can be said what is usual: whoever had clicked gets no resend.</summary>
    public IEnumerable<PastMail> Settled(IEnumerable<PastMail> mails)
    {
        var until = clock.GetUtcNow() - Settles;
        return mails.Where(m => m.ResendOf is null && m.LeftAt <= until);
    }

    private IQueryable<PastMail> Read(IQueryable<Blast> blasts) =>
        from blast in blasts.AsNoTracking()
        join total in db.BlastTotals on blast.Id equals total.BlastId
        where blast.StepId == null && blast.FrozenAt != null && total.Sent + total.Refused > 0
        orderby blast.FrozenAt descending, blast.Id descending
        select new PastMail(
            blast.Id, blast.Subject, db.Segments.Where(s => s.Id == blast.SegmentId).Select(s => s.Name).FirstOrDefault() ?? blast.Sentence, blast.FrozenAt ?? blast.CreatedAt,
            blast.State == BlastState.Sent ? blast.EndedAt : null, blast.ResendOf, total.Sent, total.Clicked, total.Unsubscribed, total.Refused, total.Bounced, total.Complained)
        {
            Acted = db.BlastOutcomes.Any(o => o.BlastId == blast.Id) ? db.BlastOutcomes.Where(o => o.BlastId == blast.Id && o.Place != DrawLots.HeldOut).Sum(o => o.Linked) : null,
            Gave = db.BlastOutcomes.Any(o => o.BlastId == blast.Id && o.LinkedGave == null) ? null : db.BlastOutcomes.Where(o => o.BlastId == blast.Id && o.Place != DrawLots.HeldOut).Sum(o => o.LinkedGave),
            Squares = db.BlastOutcomes.Any(o => o.BlastId == blast.Id && o.LinkedGave == null) ? null : db.BlastOutcomes.Where(o => o.BlastId == blast.Id && o.Place != DrawLots.HeldOut).Sum(o => o.LinkedSquares),
            CountedAt = db.BlastOutcomes.Where(o => o.BlastId == blast.Id).Min(o => (DateTimeOffset?)o.CountedAt),
            Cents = db.BlastOutcomes.Any(o => o.BlastId == blast.Id) ? db.BlastOutcomes.Where(o => o.BlastId == blast.Id && o.Place != DrawLots.HeldOut).Sum(o => o.LinkedCents) : null,
        };
}
