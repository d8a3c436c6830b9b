using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Contacts;
using Preau.Panel;
using Preau.People;
using Preau.People.Listing;
using Preau.Shared;

namespace Preau.Texting;

/// <param name="Name">Empty where it is not known whose number it is.</param>
public sealed record ConversationRow(long Id, string NumberKey, string Name, DateTimeOffset LastAt, bool IsUnread, TextMessage? Last);

/// <summary>Conversations by text, the latest first.</summary>
[Needs(Permission.WriteTexts)]
public sealed class IndexPage(Database db, Threads threads, TextGateways gateways, PersonQuery query, PersonSearch search, CurrentAccount me, CurrentNation nation, Words words) : PageModel
{
    private const int PageSize = 50;
    private const int MostFound = 200;

    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true)]
    public bool Unread { get; set; }

    /// <summary>The last row of the page before.</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public IReadOnlyList<ConversationRow> Rows { get; private set; } = [];
    public Pager Pager { get; private set; } = new(null, null);
    public bool IsFiltered => Unread || !string.IsNullOrWhiteSpace(Q);
    public bool IsReady { get; private set; }

    public IReadOnlyList<Tab> Tabs => [new(words["All conversations"], "/texts", !Unread), new(words["Unread"], "/texts?unread=true", Unread)];

    public string NumberOf(ConversationRow row) => threads.Number(row.NumberKey);

    public async Task OnGet(CancellationToken ct)
    {
        IsReady = await gateways.Current(ct) is not null;
        var conversations = threads.Seen.AsNoTracking().Where(c => c.LastAt > Conversation.Never);
        if (Unread) conversations = conversations.Where(c => c.IsUnread);
        if (Q?.Trim() is { Length: > 0 and <= 100 } text) conversations = await Found(conversations, text, ct);
        if (Cursor.Instant(After) is var (at, id)) conversations = conversations.Where(c => c.LastAt < at || (c.LastAt == at && c.Id < id));
        var rows = await conversations.OrderByDescending(c => c.LastAt).ThenByDescending(c => c.Id).Take(PageSize + 1).Select(c => new
        {
            c.Id, c.NumberKey, c.LastAt, c.IsUnread,
            Person = db.People.Where(p => p.Id == c.PersonId).Select(p => new { p.FirstName, p.LastName }).FirstOrDefault(),
            Last = threads.SeenTexts.Where(t => t.ConversationId == c.Id).OrderByDescending(t => t.At).ThenByDescending(t => t.Id).FirstOrDefault(),
        }).ToListAsync(ct);
        Rows = [.. rows.Take(PageSize).Select(r => new ConversationRow(r.Id, r.NumberKey, r.Person is null ? "" : $"{r.Person.FirstName} {r.Person.LastName}".Trim(), r.LastAt, r.IsUnread, r.Last))];
        Pager = new(After is null ? null : "/texts" + QueryText.After("", Filter()), rows.Count > PageSize ? "/texts" + QueryText.After("", [.. Filter(), ("after", Cursor.At(Rows[^1].LastAt, Rows[^1].Id))]) : null);
    }

    /// <summary>By name, and by how a number begins for whoever sees numbers.</summary>
    private async Task<IQueryable<Conversation>> Found(IQueryable<Conversation> conversations, string text, CancellationToken ct)
    {
        if (me.SeesContacts && PersonSearch.IsNumber(text))
        {
            var beginning = PhoneNumber.Beginning(text, nation.Facts.Country);
            return conversations.Where(c => c.NumberKey.StartsWith(beginning));
        }

        var people = new HashSet<long>();
        foreach (var range in await search.Ranges(text, query.Seen.AsNoTracking(), ct)) people.UnionWith(await range.People.Select(p => p.Id).Take(MostFound).ToListAsync(ct));
        long?[] ids = [.. people.Take(MostFound).Select(p => (long?)p)];
        return conversations.Where(c => ids.Contains(c.PersonId));
    }

    private (string, string?)[] Filter() => [("q", string.IsNullOrWhiteSpace(Q) ? null : Q.Trim()), ("unread", Unread ? "true" : null)];
}
