using Microsoft.EntityFrameworkCore;
using Preau.Shared;

namespace Preau.Mail.Inbox;

/// <summary>A mail came in: it joins the conversation that it answers. Read twice, it came once. Nobody is made a contact by writing.</summary>
public sealed class TakeMail(Database db, MailLinks links, HearLeave hear, ApplyRules rules, TimeProvider clock)
{
    /// <summary>More from one address within a day are a machine’s: they are put apart.</summary>
    public const int MostADay = 20;

    private static readonly TimeSpan SameSubjectWithin = TimeSpan.FromDays(90);

    public async Task Run(IncomingMail mail, CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        if (await db.InboxMails.AnyAsync(m => m.MessageKey == mail.Key, ct)) return;
        if (mail.Failed is { } failed && await CameBack(failed, ct)) return;
        var (blastId, sentTo) = await Answered(mail, ct);
        var owners = await db.PersonEmails.Where(e => e.EmailKey == mail.From.Key && db.People.Any(p => p.Id == e.PersonId && p.ArchivedAt == null)).Select(e => e.PersonId).Distinct().OrderBy(id => id).Take(20).ToListAsync(ct);
        var person = owners.Count == 1 ? owners[0] : sentTo is { } to && owners.Contains(to) ? to : (long?)null;
        var isAutomatic = mail.IsAutomatic || await IsFlood(mail.From.Key, ct);
        var wish = isAutomatic ? Wish.None : LeaveWish.Of(mail.Subject, mail.Words.Own);
        var id = db.Ids.Reserve("inbox_mail", 1);
        // Before it is written down: what stops in between is heard again with the mail, and a no said twice is one.
        if (wish == Wish.Sure)
        {
            // Of those who are archived, too: it holds when they come back.
            var all = await db.PersonEmails.Where(e => e.EmailKey == mail.From.Key).Select(e => e.PersonId).Distinct().Take(20).ToListAsync(ct);
            if (!await hear.Run(id, blastId, [.. all.Union(sentTo is { } reader ? [reader] : [])], ct)) wish = Wish.Perhaps;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // Of two who read the same mailbox at once, the second waits here and finds what the first has written.
        if (db.Dialect == Dialect.Postgres) await db.Execute("People/HoldKey", ct, ("key", mail.From.Key));
        if (await db.InboxMails.AnyAsync(m => m.MessageKey == mail.Key, ct)) return;
        var found = await Find(mail, blastId, ct);
        var thread = found ?? Begin(mail, blastId, isAutomatic || wish == Wish.Sure);
        thread.PersonId ??= person;
        thread.SentToId ??= thread.PersonId is null && owners.Count == 0 ? sentTo : null;
        var row = new InboxMail
        {
            Id = id, MailThreadId = thread.Id, PersonId = thread.PersonId, Kind = InboxKind.In, Subject = mail.Subject, Text = mail.Words.Own, Quoted = mail.Words.Quoted, Attachments = mail.Attachments,
            MessageKey = mail.Key, MessageId = mail.MessageId, IsAutomatic = isAutomatic, IsCut = mail.IsCut, Leave = wish switch { Wish.None => LeaveState.None, Wish.Perhaps => LeaveState.Perhaps, Wish.Sure => LeaveState.Done },
            SearchKey = InboxMail.SearchKeyOf(mail.Subject, mail.Words.Own), State = AnswerState.Kept, At = mail.At,
        };
        db.Add(row);
        if (thread.LastAt < mail.At || found is null) thread.LastAt = mail.At;
        if (!isAutomatic)
        {
            (thread.LastInAt, thread.Turn) = (thread.LastInAt > mail.At ? thread.LastInAt : mail.At, thread.Turn + 1);
            // A wish that was heard needs nobody; in a conversation that somebody looks after it is seen all the same.
            if (found is not null || wish != Wish.Sure) (thread.IsUnread, thread.IsClosed, thread.IsAutomatic) = (true, false, false);
            await rules.Run(thread, [row], ct);
        }

        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>The mail to many that it answers, by the number that we signed, and whom that was sent to: everybody who saw it knows it, so that it proves nothing.</summary>
    private async Task<(long? BlastId, long? PersonId)> Answered(IncomingMail mail, CancellationToken ct)
    {
        if (await links.Find(ct) is not { } signer) return (null, null);
        foreach (var id in mail.Answers)
        {
            if (signer.ReadMessage(id.Split('@')[0]) is not { } sent || !await db.Blasts.AnyAsync(b => b.Id == sent.BlastId, ct)) continue;
            var person = await db.WhoIs(sent.PersonId, ct);
            return (sent.BlastId, await db.People.AnyAsync(p => p.Id == person && p.ArchivedAt == null, ct) ? person : null);
        }

        return (null, null);
    }

    /// <summary>The conversation of the mail that it answers, where that was with this address; else one with it about the same.</summary>
    private async Task<MailThread?> Find(IncomingMail mail, long? blastId, CancellationToken ct)
    {
        var key = mail.From.Key;
        var ids = mail.Answers.ToArray();
        var theirs = db.MailThreads.Where(t => t.AddressKey == key);
        if (await theirs.Where(t => db.InboxMails.Any(m => m.MailThreadId == t.Id && ids.Contains(m.MessageId))).OrderByDescending(t => t.LastAt).FirstOrDefaultAsync(ct) is { } answered) return answered;
        if (blastId is { } blast) return await theirs.Where(t => t.BlastId == blast).OrderByDescending(t => t.LastAt).FirstOrDefaultAsync(ct);
        var (subject, since) = (SubjectKey(mail.Subject), mail.At - SameSubjectWithin);
        return subject.Length == 0 ? null : await theirs.Where(t => t.SubjectKey == subject && t.LastAt > since && t.BlastId == null).OrderByDescending(t => t.LastAt).FirstOrDefaultAsync(ct);
    }

    private MailThread Begin(IncomingMail mail, long? blastId, bool isAutomatic)
    {
        var thread = new MailThread
        {
            AddressKey = mail.From.Key, Address = mail.From.Address, Name = mail.Name, Subject = mail.Subject, SubjectKey = SubjectKey(mail.Subject), BlastId = blastId,
            IsAutomatic = isAutomatic, IsClosed = isAutomatic, LastAt = mail.At,
        };
        db.Add(thread);
        return thread;
    }

    private async Task<bool> IsFlood(string addressKey, CancellationToken ct)
    {
        var since = clock.GetUtcNow().AddDays(-1);
        return await db.InboxMails.CountAsync(m => m.Kind == InboxKind.In && m.At > since && db.MailThreads.Any(t => t.Id == m.MailThreadId && t.AddressKey == addressKey), ct) >= MostADay;
    }

    /// <summary>An answer of ours did not arrive. Whoever can see its number can say so, and so it only says it to the team.</summary>
    private async Task<bool> CameBack(string messageId, CancellationToken ct)
    {
        if (await db.InboxMails.SingleOrDefaultAsync(m => m.MessageId == messageId && m.Kind == InboxKind.Out && m.State == AnswerState.Sent, ct) is not { } answer) return false;
        (answer.State, answer.Reason) = (AnswerState.Refused, InboxWords.CameBack);
        if (await db.MailThreads.SingleOrDefaultAsync(t => t.Id == answer.MailThreadId, ct) is { } thread) (thread.IsUnread, thread.IsClosed) = (true, false);
        await db.SaveChangesAsync(ct);
        return true;
    }

    private static string SubjectKey(string subject) => NameKey.Of(InboxWords.Bare(subject));
}
