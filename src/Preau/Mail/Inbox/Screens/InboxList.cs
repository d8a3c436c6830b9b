using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.People.Listing;
using Preau.Shared;

namespace Preau.Mail.Inbox;

public enum InboxView
{
    Open,
    Mine,
    Unassigned,
    Closed,
    Automatic,
}

/// <param name="Name">As the record says, else as they sign, else their address.</param>
/// <param name="Left">They asked for no more mail, and were heard.</param>
public sealed record ThreadRow(long Id, string Name, string Subject, string Text, DateTimeOffset LastAt, bool IsUnread, bool IsKnown, string? Assignee, bool Left, bool Perhaps, bool IsOurs);

/// <summary>Conversations as they are listed and looked for.</summary>
public sealed class InboxList(Database db, CurrentAccount me, PersonQuery query, PersonSearch search)
{
    private const int MostFound = 200;

    public IQueryable<MailThread> Of(InboxView view) => view switch
    {
        InboxView.Open => db.MailThreads.Where(t => !t.IsAutomatic && !t.IsClosed),
        InboxView.Mine => db.MailThreads.Where(t => !t.IsAutomatic && !t.IsClosed && t.AssigneeId == me.Id),
        // Whoever looked after it may be no longer of the team.
        InboxView.Unassigned => db.MailThreads.Where(t => !t.IsAutomatic && !t.IsClosed && !db.Memberships.Any(m => m.AccountId == t.AssigneeId)),
        InboxView.Closed => db.MailThreads.Where(t => !t.IsAutomatic && t.IsClosed),
        InboxView.Automatic => db.MailThreads.Where(t => t.IsAutomatic),
    };

    /// <summary>By address, by name, or by words of the subject or the text.</summary>
    public async Task<IQueryable<MailThread>> Found(IQueryable<MailThread> threads, string text, CancellationToken ct)
    {
        if (text.Contains('@', StringComparison.Ordinal))
        {
            var beginning = text.ToLowerInvariant();
            return threads.Where(t => t.AddressKey.StartsWith(beginning));
        }

        var key = NameKey.Of(text);
        var people = new HashSet<long>();
        foreach (var range in await search.Ranges(text, query.Seen.AsNoTracking(), ct)) people.UnionWith(await range.People.Select(p => p.Id).Take(MostFound).ToListAsync(ct));
        long?[] ids = [.. people.Take(MostFound).Select(p => (long?)p)];
        return threads.Where(t => ids.Contains(t.PersonId) || (key != "" && db.InboxMails.Any(m => m.MailThreadId == t.Id && m.SearchKey.Contains(key))));
    }

    public async Task<IReadOnlyList<ThreadRow>> Rows(IQueryable<MailThread> threads, CancellationToken ct)
    {
        var rows = await threads.Select(t => new
        {
            t.Id, t.Name, t.Address, t.Subject, t.LastAt, t.IsUnread, t.PersonId,
            Person = db.People.Where(p => p.Id == t.PersonId).Select(p => new { p.FirstName, p.LastName }).FirstOrDefault(),
            Assignee = db.Accounts.Where(a => a.Id == t.AssigneeId).Select(a => a.Name).FirstOrDefault(),
            Last = db.InboxMails.Where(m => m.MailThreadId == t.Id && m.Kind != InboxKind.Note).OrderByDescending(m => m.At).ThenByDescending(m => m.Id).Select(m => new { m.Kind, Text = m.Text.Substring(0, 200), m.Leave }).FirstOrDefault(),
        }).ToListAsync(ct);
        return [.. rows.Select(r => new ThreadRow(r.Id, Called(r.Person is null ? "" : $"{r.Person.FirstName} {r.Person.LastName}".Trim(), r.Name, r.Address), r.Subject, r.Last?.Text ?? "", r.LastAt, r.IsUnread, r.PersonId is not null, r.Assignee,
            r.Last?.Leave == LeaveState.Done, r.Last?.Leave == LeaveState.Perhaps, r.Last?.Kind == InboxKind.Out))];
    }

    public static string Called(string known, string said, string address) => known.Length > 0 ? known : said.Length > 0 ? said : address;
}
