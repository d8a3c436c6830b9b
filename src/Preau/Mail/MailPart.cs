using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Law;
using Preau.Mail.Measuring;
using Preau.Mail.Returns;
using Preau.People;
using Preau.People.Merging;
using Preau.Shared;

namespace Preau.Mail;

/// <summary>Mails that a person got and the links they followed: on the timeline, in the file for the person, gone when they are erased.</summary>
public sealed class MailPart(Database db, CurrentAccount account, BlastWords said, Words words) : IPersonPart
{
    public string Name => "mail";

    public IReadOnlyCollection<Type> Entities { get; } = [typeof(MailDelivery), typeof(MailClick)];

    public async Task<IReadOnlyList<TimelineEntry>> Timeline(long personId, TimelineAsk ask, CancellationToken ct)
    {
        if (!ask.Wants(TimelineKind.Mail)) return [];
        var subjects = await Subjects(personId, ct);
        string Subject(long blastId, string first) => SubjectLine.Plain(subjects.GetValueOrDefault(blastId, first));
        var got = db.MailDeliveries.AsNoTracking().Where(d => d.PersonId == personId).Join(db.Blasts.Where(b => b.Channel == Channel.Email), d => d.BlastId, b => b.Id, (delivery, blast) => new { delivery, blast });
        var deliveries = await got.Where(g => g.delivery.State != DeliveryState.Waiting && g.delivery.State != DeliveryState.Leased && (ask.Until == null || g.delivery.At <= ask.Until))
            .OrderByDescending(g => g.delivery.At).ThenByDescending(g => g.delivery.BlastId).Take(ask.Count)
            .Select(g => new Told(g.delivery.BlastId, g.delivery.At, g.delivery.State, g.delivery.Answer, g.delivery.BouncedAt != null, g.delivery.Bounce, g.delivery.BounceAnswer, g.delivery.ComplainedAt != null, g.blast.Subject, g.blast.StepId != null, g.blast.SegmentId != null, g.blast.Sentence)).ToListAsync(ct);
        var clicks = await (
            from click in db.MailClicks.AsNoTracking()
            join link in db.MailLinks on click.MailLinkId equals link.Id
            join blast in db.Blasts on click.BlastId equals blast.Id
            where click.PersonId == personId && (ask.Until == null || click.At <= ask.Until)
            orderby click.At descending, click.Id descending
            select new { click.At, click.Id, click.BlastId, link.Url, blast.Subject }).Take(ask.Count).ToListAsync(ct);
        // That somebody left by a mail, and why, is for those who may see what mails came to.
        var left = !account.Can(Permission.ViewMail) ? [] : await got.Where(g => g.delivery.UnsubscribedAt != null && (ask.Until == null || g.delivery.UnsubscribedAt <= ask.Until))
            .OrderByDescending(g => g.delivery.UnsubscribedAt).ThenByDescending(g => g.delivery.BlastId).Take(ask.Count)
            .Select(g => new { g.delivery.BlastId, At = g.delivery.UnsubscribedAt ?? g.delivery.At, g.delivery.LeftBecause, g.blast.Subject }).ToListAsync(ct);
        return
        [
            .. deliveries.Select(d => new TimelineEntry(d.At, $"mail:{d.BlastId:D12}", TimelineKind.Mail, Text(d, Subject(d.BlastId, d.Subject)), Why(d), $"/mail/{d.BlastId}"))
                .Concat(clicks.Select(c => new TimelineEntry(c.At, $"click:{c.Id:D12}", TimelineKind.Mail, words["Followed a link in “{0}”", Subject(c.BlastId, c.Subject)], c.Url, $"/mail/{c.BlastId}")))
                .Concat(left.Select(l => new TimelineEntry(l.At, $"left:{l.BlastId:D12}", TimelineKind.Mail, words["Left by the mail “{0}”", Subject(l.BlastId, l.Subject)], l.LeftBecause is { } reason ? BlastWords.Of(reason, words) : null, $"/mail/{l.BlastId}")))
                .OrderByDescending(e => e.At).ThenByDescending(e => e.Key, StringComparer.Ordinal).Take(ask.Count),
        ];
    }

    public async Task<object?> Export(long personId, CancellationToken ct)
    {
        var subjects = await Subjects(personId, ct);
        var mails = (await db.MailDeliveries.AsNoTracking().Where(d => d.PersonId == personId).OrderBy(d => d.At).Join(db.Blasts, d => d.BlastId, b => b.Id, (Delivery, Blast) => new { Delivery, Blast.Channel, Blast.Subject, Blast.Sentence }).ToListAsync(ct))
            // The name of a text is for the team alone; what the text says stands with the conversations.
            .ConvertAll(m => new
            {
                m.Delivery.At, Subject = m.Channel == Channel.Sms ? "" : subjects.GetValueOrDefault(m.Delivery.BlastId, m.Subject), m.Sentence, m.Delivery.Address, m.Delivery.State, m.Delivery.Answer, m.Delivery.OpenedAt, m.Delivery.ClickedAt,
                m.Delivery.UnsubscribedAt, m.Delivery.LeftBecause, m.Delivery.BouncedAt, m.Delivery.BounceAnswer, m.Delivery.ComplainedAt,
            });
        var clicks = await db.MailClicks.AsNoTracking().Where(c => c.PersonId == personId).OrderBy(c => c.At).Join(db.MailLinks, c => c.MailLinkId, l => l.Id, (c, l) => new { c.At, l.Url }).ToListAsync(ct);
        return mails.Count == 0 ? null : new { Mails = mails, Clicks = clicks };
    }

    /// <summary>Of the mails of which they got, or were to get, another text than the first: what stood above that one. In their language, where their version is written in it.</summary>
    private async Task<Dictionary<long, string>> Subjects(long personId, CancellationToken ct) => (await (
        from delivery in db.MailDeliveries.AsNoTracking()
        join version in db.BlastVersions on new { delivery.BlastId, Place = delivery.Version } equals new { version.BlastId, version.Place }
        where delivery.PersonId == personId && (delivery.Version > 0 || delivery.Language != null) && (version.Language == BlastVersion.Own || version.Language == delivery.Language)
        select new { delivery.BlastId, version.Language, version.Subject }).ToListAsync(ct)).GroupBy(v => v.BlastId).ToDictionary(g => g.Key, g => (g.FirstOrDefault(v => v.Language.Length > 0) ?? g.First()).Subject);

    /// <summary>They go out of the totals, too: each total opens a list with exactly so many people.</summary>
    public async Task Erase(long personId, CancellationToken ct)
    {
        // Holds them: whoever writes what they did waits, and finds nobody.
        await db.MailDeliveries.Where(d => d.PersonId == personId).ExecuteUpdateAsync(s => s.SetProperty(d => d.At, d => d.At), ct);
        var deliveries = await db.MailDeliveries.AsNoTracking().Where(d => d.PersonId == personId).OrderBy(d => d.BlastId).Select(d => new { d.BlastId, d.State, d.IsRest, d.Version, d.Wave, d.DeliveredAt, d.IsMeasured, d.OpenedAt, d.ClickedAt, d.UnsubscribedAt, d.BouncedAt, d.Bounce, d.ComplainedAt }).ToListAsync(ct);
        await db.MailClicks.Where(c => c.PersonId == personId).ExecuteDeleteAsync(ct);
        await db.MailDeliveries.Where(d => d.PersonId == personId).ExecuteDeleteAsync(ct);
        foreach (var gone in deliveries) await AddToTotals(gone.BlastId, gone.State, BlastArm.Of(gone.State, gone.IsRest, gone.Version, gone.Wave), gone.ClickedAt is not null, gone.UnsubscribedAt is not null, new(gone.DeliveredAt is not null, gone.BouncedAt is not null, gone.Bounce == BounceKind.Hard, gone.ComplainedAt is not null, gone.IsMeasured, gone.OpenedAt is not null), -1, ct);
    }

    /// <summary>Both are in the same mail's audience: the one that went out stays, so that it does not go out to the same reader again; else the one that is held out, so that it does not go out to them at all.</summary>
    public bool Prefers(PersonRow kept, PersonRow gone) => kept.Table.Entity == typeof(MailDelivery) && Weight(gone) > Weight(kept);

    public async Task Recount(PersonRow row, int by, CancellationToken ct)
    {
        if (row.Table.Entity != typeof(MailDelivery)) return;
        var (blastId, personId, state) = (row.Number("blast_id"), row.Number("person_id"), EnumText<DeliveryState>.Parse(row.Text("state")));
        if (by > 0 && state == DeliveryState.Waiting && await db.Blasts.AsNoTracking().SingleOrDefaultAsync(b => b.Id == blastId, ct) is { } blast)
        {
            var back = db.MailDeliveries.Where(d => d.BlastId == blastId && d.PersonId == personId && d.State == state);
            // A mail that was not sent before its blast came to an end is not sent any more; one that waits for a version gets the one that was chosen meanwhile.
            if (blast.State is BlastState.Sent or BlastState.Cancelled)
            {
                await back.ExecuteUpdateAsync(s => s.SetProperty(d => d.State, DeliveryState.Cancelled), ct);
                state = DeliveryState.Cancelled;
            }
            else if (blast.Winner is { } version)
            {
                await back.Where(d => d.Version == MailDelivery.Undecided).ExecuteUpdateAsync(s => s.SetProperty(d => d.Version, version).SetProperty(d => d.NextAt, d => d.At), ct);
            }
        }

        await AddToTotals(blastId, state, Arm(row, state), row.Has("clicked_at"), row.Has("unsubscribed_at"), Reported(row), by, ct);
    }

    /// <summary>What is in the hands of a sender is written down under the number that it was taken with.</summary>
    public async Task<string?> WhyNotMerged(long personId, CancellationToken ct) =>
        await db.MailDeliveries.AnyAsync(d => d.PersonId == personId && d.State == DeliveryState.Leased, ct) ? words["A message is being sent to them this very moment: try again in a minute."] : null;

    private static int Weight(PersonRow row) => EnumText<DeliveryState>.Parse(row.Text("state")) switch
    {
        DeliveryState.Leased or DeliveryState.Sent or DeliveryState.Refused or DeliveryState.Unknown => 2,
        DeliveryState.HeldOut => 1,
        DeliveryState.Waiting or DeliveryState.Skipped or DeliveryState.Cancelled => 0,
    };

    private async Task AddToTotals(long blastId, DeliveryState state, int arm, bool isClicked, bool isUnsubscribed, Reports told, int by, CancellationToken ct)
    {
        int One(DeliveryState of) => state == of ? by : 0;
        var (sent, refused, skipped, unknown, cancelled, held) = (One(DeliveryState.Sent), One(DeliveryState.Refused), One(DeliveryState.Skipped), One(DeliveryState.Unknown), One(DeliveryState.Cancelled), One(DeliveryState.HeldOut));
        var (delivered, bounced, hard, complained) = (told.IsDelivered ? by : 0, told.IsBounced ? by : 0, told.IsHard ? by : 0, told.IsComplained ? by : 0);
        var (measured, opened) = (told.IsMeasured ? by : 0, told.IsOpened ? by : 0);
        var (clicked, unsubscribed) = (isClicked ? by : 0, isUnsubscribed ? by : 0);
        await MoveArms.Add(db, blastId, arm, by, clicked, unsubscribed, complained, ct);
        await db.BlastTotals.Where(t => t.BlastId == blastId).ExecuteUpdateAsync(s => s
            .SetProperty(t => t.Audience, t => t.Audience + by).SetProperty(t => t.Sent, t => t.Sent + sent).SetProperty(t => t.Refused, t => t.Refused + refused)
            .SetProperty(t => t.Skipped, t => t.Skipped + skipped).SetProperty(t => t.Unknown, t => t.Unknown + unknown).SetProperty(t => t.Cancelled, t => t.Cancelled + cancelled).SetProperty(t => t.HeldOut, t => t.HeldOut + held)
            .SetProperty(t => t.Clicked, t => t.Clicked + clicked).SetProperty(t => t.Unsubscribed, t => t.Unsubscribed + unsubscribed).SetProperty(t => t.Delivered, t => t.Delivered + delivered)
            .SetProperty(t => t.Bounced, t => t.Bounced + bounced).SetProperty(t => t.BouncedHard, t => t.BouncedHard + hard).SetProperty(t => t.Complained, t => t.Complained + complained).SetProperty(t => t.Measured, t => t.Measured + measured).SetProperty(t => t.Opened, t => t.Opened + opened), ct);
    }

    // A merge that is undone may have kept rows from before these columns, here and below.
    private static int Arm(PersonRow row, DeliveryState state) => BlastArm.Of(state, row.Values.GetValueOrDefault("is_rest") is true, Number(row, "version"), Number(row, "wave"));

    private static int Number(PersonRow row, string column) => row.Values.GetValueOrDefault(column) is long number ? (int)number : 0;

    private static Reports Reported(PersonRow row)
    {
        bool Has(string column) => row.Values.GetValueOrDefault(column) is not null;
        return new(Has("delivered_at"), Has("bounced_at"), row.Values.GetValueOrDefault("bounce") as string == EnumText<BounceKind>.Of(BounceKind.Hard), Has("complained_at"), row.Values.GetValueOrDefault("is_measured") is true, Has("opened_at"));
    }

    /// <summary>What the other side told of it after it was handed over.</summary>
    private sealed record Reports(bool IsDelivered, bool IsBounced, bool IsHard, bool IsComplained, bool IsMeasured, bool IsOpened);

    /// <summary>What became of one mail for them.</summary>
    private sealed record Told(long BlastId, DateTimeOffset At, DeliveryState State, string? Answer, bool IsBounced, BounceKind? Bounce, string? BounceAnswer, bool IsComplained, string Subject, bool IsStep, bool IsForSegment, string? Sentence);

    private string Text(Told told, string subject) =>
        told.IsComplained ? words["Called the mail “{0}” spam", subject] : told.IsBounced ? words["The mail “{0}” came back", subject] : Text(told.State, subject);

    /// <summary>Why they got it, or did not. What a segment asks of people may be nobody's business who sees no mails: volunteers and finance officers read only whose turn an automatic mail came to.</summary>
    private string? Why(Told told)
    {
        if (!account.Can(Permission.ViewMail)) return told.IsStep ? told.Sentence : null;
        if (told.IsBounced) return said.Why(told.Bounce, told.BounceAnswer);
        return told.State switch
        {
            DeliveryState.Sent => told.Sentence ?? (told.IsForSegment ? null : words["Had asked for news"]),
            // The line itself says it.
            DeliveryState.HeldOut => null,
            _ => said.Why(told.State, told.Answer),
        };
    }

    private string Text(DeliveryState state, string subject) => state switch
    {
        DeliveryState.Sent => words["Got the mail “{0}”", subject],
        DeliveryState.Refused => words["The mail “{0}” came back", subject],
        DeliveryState.Unknown => words["May have got the mail “{0}”", subject],
        DeliveryState.Skipped => words["Was left out of the mail “{0}”", subject],
        DeliveryState.HeldOut => words["Was left out of the mail “{0}” on purpose, to measure what it does", subject],
        DeliveryState.Cancelled => words["Did not get the mail “{0}”, which was cancelled", subject],
        DeliveryState.Waiting or DeliveryState.Leased => words["Is to get the mail “{0}”", subject],
    };
}
