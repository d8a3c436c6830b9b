using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Nations;
using Preau.Settings;

namespace Preau.Mail.Inbox;

public abstract record Answered
{
    /// <summary>It is on its way; so is the same form sent twice.</summary>
    public sealed record Done : Answered;

    /// <summary>Somebody answered, or they wrote again, since the writer read.</summary>
    public sealed record Overtaken : Answered;
}

/// <summary>Puts an answer on its way: from here on the background work hands it over, once.</summary>
public sealed class WriteAnswer(Database db, CurrentAccount me, NationSettings settings, TimeProvider clock)
{
    /// <summary>The form was checked. In a transaction of its own.</summary>
    public async Task<Answered> Run(long threadId, AnswerForm form, CancellationToken ct)
    {
        var domain = (await settings.Get<MailSettings>(ct)).SenderDomain ?? "localhost";
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // Whoever comes second waits here until the first is done, and finds that it has moved.
        var isFirst = await db.MailThreads.Where(t => t.Id == threadId && t.Turn == form.Turn).ExecuteUpdateAsync(s => s.SetProperty(t => t.Turn, t => t.Turn + 1), ct) == 1;
        var key = string.IsNullOrWhiteSpace(form.EntryKey) ? null : form.EntryKey;
        if (key is not null && await db.InboxMails.AnyAsync(m => m.EntryKey == key, ct)) return new Answered.Done();
        if (!isFirst) return new Answered.Overtaken();
        var thread = await db.MailThreads.SingleAsync(t => t.Id == threadId, ct);
        var now = clock.GetUtcNow();
        var answer = new InboxMail
        {
            MailThreadId = threadId, PersonId = thread.PersonId, Kind = InboxKind.Out, Subject = SubjectOf(thread), Text = form.Plain, MessageId = $"{Guid.NewGuid():n}@{domain}",
            SearchKey = InboxMail.SearchKeyOf(thread.Subject, form.Plain), State = AnswerState.Waiting, AuthorId = me.Id, EntryKey = key, At = now,
        };
        db.Add(answer);
        (thread.LastAt, thread.IsUnread, thread.IsClosed, thread.IsAutomatic, thread.AssigneeId) = (now, false, form.Close, false, thread.AssigneeId ?? me.Id);
        db.Enqueue(new SendAnswer(answer.Id));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return new Answered.Done();
    }

    private static string SubjectOf(MailThread thread) => InboxWords.Bare(thread.Subject) is { Length: > 0 } subject ? $"Re: {subject}" : "Re:";
}
