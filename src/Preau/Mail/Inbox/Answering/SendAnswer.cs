using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Preau.Jobs;
using Preau.Law;
using Preau.Nations;
using Preau.Settings;

namespace Preau.Mail.Inbox;

public sealed record SendAnswer(long MailId) : IJob;

/// <summary>
/// Hands one answer to the relay, once. That it begins is written down before, and how it ended after; a beginning without an end is <see cref="SettleAnswers"/>'s.
/// </summary>
public sealed class SendAnswerHandler(Database db, NationSettings settings, PostLetter post, LastAnswerCheck check, TimeProvider clock, ILogger<SendAnswerHandler> logger) : IHandle<SendAnswer>
{
    /// <summary>How long a relay that takes nothing is asked again.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromHours(4);

    private const int MostBefore = 10;
    private static readonly TimeSpan Gap = TimeSpan.FromMinutes(5);

    public async Task Run(SendAnswer job, CancellationToken ct)
    {
        if (await db.InboxMails.AsNoTracking().SingleOrDefaultAsync(m => m.Id == job.MailId && m.Kind == InboxKind.Out && m.State == AnswerState.Waiting, ct) is not { } answer) return;
        var thread = await db.MailThreads.AsNoTracking().SingleAsync(t => t.Id == answer.MailThreadId, ct);
        if (await check.WhyNot(thread, ct) is { } why) await End(answer, AnswerState.Waiting, AnswerState.Refused, why, null);
        else if (!(await settings.Get<MailSettings>(ct)).IsComplete) await Postpone(answer, AnswerState.Waiting, "", ct);
        else await Send(thread, answer, ct);
    }

    private async Task Send(MailThread thread, InboxMail answer, CancellationToken ct)
    {
        var before = await db.InboxMails.Where(m => m.MailThreadId == thread.Id && m.MessageId != null && m.Kind != InboxKind.Note && m.Id != answer.Id && m.At <= answer.At).OrderByDescending(m => m.At).ThenByDescending(m => m.Id).Take(MostBefore).Select(m => m.MessageId).ToListAsync(ct);
        before.Reverse();
        var name = await db.People.Where(p => p.Id == thread.PersonId).Select(p => new { p.FirstName, p.LastName }).SingleOrDefaultAsync(ct) is { } person ? $"{person.FirstName} {person.LastName}".Trim() : thread.Name;
        if (!await Begin(thread, answer, ct)) return;
        // From here on it may be on its way: what became of it is waited for and written down, even while the program ends.
        switch (await post.Run(new PostedLetter(thread.Address, name, answer.Subject, answer.Text) { Answer = new(answer.MessageId ?? "", [.. before.OfType<string>()]) }, CancellationToken.None))
        {
            case HandoverEnd.Sent: await End(answer, AnswerState.Leaving, AnswerState.Sent, null, null); break;
            case HandoverEnd.Refused refused: await End(answer, AnswerState.Leaving, AnswerState.Refused, InboxWords.Relay, refused.Answer); break;
            case HandoverEnd.Later later: await Postpone(answer, AnswerState.Leaving, later.Answer, ct); break;
            case HandoverEnd.Unknown unknown:
                logger.AnswerUnknown(answer.Id);
                await End(answer, AnswerState.Leaving, AnswerState.Unknown, null, unknown.Answer);
                break;
            default: throw new UnreachableException();
        }
    }

    private async Task<bool> Begin(MailThread thread, InboxMail answer, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await db.InboxMails.Where(m => m.Id == answer.Id && m.State == AnswerState.Waiting).ExecuteUpdateAsync(s => s.SetProperty(m => m.State, AnswerState.Leaving).SetProperty(m => m.StartedAt, now), ct) != 1) return false;
        db.Add(LawDecision.Of("answer", answer.Id, await check.Law(thread, ct), now));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    /// <summary>Nothing of it left: it waits, as long as it makes sense.</summary>
    private async Task Postpone(InboxMail answer, AnswerState from, string said, CancellationToken ct)
    {
        if (clock.GetUtcNow() - answer.At > Patience)
        {
            await End(answer, from, AnswerState.Refused, InboxWords.Relay, said);
            return;
        }

        await db.InboxMails.Where(m => m.Id == answer.Id && m.State == from).ExecuteUpdateAsync(s => s.SetProperty(m => m.State, AnswerState.Waiting).SetProperty(m => m.Answer, said), CancellationToken.None);
        ct.ThrowIfCancellationRequested();
        throw new TryLater("The relay takes nothing now.", Gap);
    }

    private async Task End(InboxMail answer, AnswerState from, AnswerState to, string? reason, string? said)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(CancellationToken.None);
        // An answer that came after somebody gave up on it is still the truth.
        await db.InboxMails.Where(m => m.Id == answer.Id && (m.State == from || (from == AnswerState.Leaving && m.State == AnswerState.Unknown)))
            .ExecuteUpdateAsync(s => s.SetProperty(m => m.State, to).SetProperty(m => m.Reason, reason).SetProperty(m => m.Answer, said).SetProperty(m => m.EndedAt, now), CancellationToken.None);
        // What did not leave is still to be answered.
        if (to is AnswerState.Refused or AnswerState.Unknown) await db.MailThreads.Where(t => t.Id == answer.MailThreadId).ExecuteUpdateAsync(s => s.SetProperty(t => t.IsClosed, false).SetProperty(t => t.IsUnread, true), CancellationToken.None);
        db.Trail.Record("inbox_mail.changed", answer.PersonId is { } person ? [person] : [], EnumText<AnswerState>.Of(to), answer.Id);
        await db.SaveChangesAsync(CancellationToken.None);
        await transaction.CommitAsync(CancellationToken.None);
    }
}

public static partial class InboxLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Answer {MailId} may have left or not: it is not sent again")]
    public static partial void AnswerUnknown(this ILogger logger, long mailId);
}
