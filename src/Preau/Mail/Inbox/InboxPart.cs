using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.People;
using Preau.Shared;

namespace Preau.Mail.Inbox;

/// <summary>What a person wrote to the campaign and what was answered: on the timeline, in the file for the person, gone when they are erased.</summary>
public sealed class InboxPart(Database db, CurrentAccount me, InboxWords said, Words words) : IPersonPart
{
    private const int ShownText = 400;

    public string Name => "answers";

    public IReadOnlyCollection<Type> Entities { get; } = [typeof(MailThread), typeof(InboxMail)];

    public async Task<IReadOnlyList<TimelineEntry>> Timeline(long personId, TimelineAsk ask, CancellationToken ct)
    {
        if (!ask.Wants(TimelineKind.Mail) || !me.Can(Permission.AnswerMail)) return [];
        var lines = await db.InboxMails.AsNoTracking().Where(m => m.PersonId == personId && (ask.Until == null || m.At <= ask.Until)).OrderByDescending(m => m.At).ThenByDescending(m => m.Id).Take(ask.Count)
            .Select(m => new { m.Id, m.At, m.Kind, m.Subject, m.Text, m.State, m.IsAutomatic, m.Leave, m.MailThreadId, By = db.Accounts.Where(a => a.Id == m.AuthorId).Select(a => a.Name).FirstOrDefault() }).ToListAsync(ct);
        return [.. lines.Select(m => new TimelineEntry(m.At, $"answer:{m.Id:D12}", TimelineKind.Mail, m.Kind switch
        {
            InboxKind.In when m.Leave == LeaveState.Done => words["Asked by mail for no more mail, and was taken off the list"],
            InboxKind.In => m.IsAutomatic ? words["Their machine answered by itself: “{0}”", m.Subject] : words["Wrote a mail: “{0}”", m.Subject],
            InboxKind.Out => words["Was answered: “{0}” ({1})", m.Subject, said.Of(m.State)],
            InboxKind.Note => words["A note beside a mail"],
        }, m.Text.Length <= ShownText ? m.Text : m.Text.Cut(ShownText) + "…", $"/inbox/{m.MailThreadId}", m.By))];
    }

    public async Task<object?> Export(long personId, CancellationToken ct)
    {
        var mails = await db.InboxMails.AsNoTracking().Where(m => m.PersonId == personId).OrderBy(m => m.At).ThenBy(m => m.Id)
            .Join(db.MailThreads, m => m.MailThreadId, t => t.Id, (m, t) => new { m.At, m.Kind, With = t.Address, m.Subject, m.Text, m.Quoted, m.Attachments, m.State }).ToListAsync(ct);
        return mails.Count == 0 ? null : mails;
    }

    public async Task Erase(long personId, CancellationToken ct)
    {
        // An address that nobody else has is theirs also where nobody said so yet.
        var alone = db.PersonEmails.Where(e => e.PersonId == personId && !db.PersonEmails.Any(o => o.EmailKey == e.EmailKey && o.PersonId != personId)).Select(e => e.EmailKey);
        await RemoveThreads.Run(db, await db.MailThreads.Where(t => t.PersonId == personId || (t.PersonId == null && alone.Contains(t.AddressKey))).Select(t => t.Id).ToArrayAsync(ct), ct);
        await db.InboxMails.Where(m => m.PersonId == personId).ExecuteDeleteAsync(ct);
        await db.MailThreads.Where(t => t.SentToId == personId).ExecuteUpdateAsync(s => s.SetProperty(t => t.SentToId, (long?)null), ct);
    }
}
