using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Contacts;
using Preau.Nations;
using Preau.Panel;
using Preau.People;
using Preau.Settings;
using Preau.Shared;

namespace Preau.Mail.Inbox;

/// <summary>What people answered to the campaign's mails, the latest first, for the whole team.</summary>
[Needs(Permission.AnswerMail)]
public sealed class IndexPage(Database db, InboxList list, NationSettings settings, Team team, Words words) : PageModel
{
    private const int PageSize = 50;

    [BindProperty(SupportsGet = true)]
    public string? View { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true)]
    public bool Unread { get; set; }

    /// <summary>The last row of the page before.</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public InboxView Current => EnumText<InboxView>.TryParse(View, out var view) ? view : InboxView.Open;
    public IReadOnlyList<ThreadRow> Rows { get; private set; } = [];
    public Pager Pager { get; private set; } = new(null, null);
    public IReadOnlyList<TeamMember> Members { get; private set; } = [];
    public IReadOnlyList<string> Tags { get; private set; } = [];
    public bool IsFiltered => Unread || !string.IsNullOrWhiteSpace(Q);
    public bool IsReady { get; private set; }
    public string? Trouble { get; private set; }

    /// <summary>Mails that nobody finds here.</summary>
    public long Unreadable { get; private set; }

    /// <summary>This list, without what narrows it.</summary>
    public string Here => Path([("view", Name(Current))]);

    public IReadOnlyList<Tab> Tabs =>
    [
        Tab(words["To answer"], InboxView.Open), Tab(words["Mine"], InboxView.Mine), Tab(words["Nobody’s"], InboxView.Unassigned), Tab(words["Closed"], InboxView.Closed), Tab(words["Settled by themselves"], InboxView.Automatic),
    ];

    public async Task OnGet(CancellationToken ct)
    {
        var mail = await settings.Get<MailSettings>(ct);
        IsReady = mail.Inbox is { IsComplete: true };
        if (mail.Inbox is { } mailbox && FollowInbox.PlaceOf(mailbox) is var place && await db.ReturnMailboxes.AsNoTracking().SingleOrDefaultAsync(m => m.Name == place, ct) is { } read) (Trouble, Unreadable) = (read.Trouble, read.Others);
        var threads = list.Of(Current).AsNoTracking();
        if (Unread) threads = threads.Where(t => t.IsUnread);
        if (Q?.Trim() is { Length: > 0 and <= 100 } text) threads = await list.Found(threads, text, ct);
        if (Cursor.Instant(After) is var (at, id)) threads = threads.Where(t => t.LastAt < at || (t.LastAt == at && t.Id < id));
        var rows = await list.Rows(threads.OrderByDescending(t => t.LastAt).ThenByDescending(t => t.Id).Take(PageSize + 1), ct);
        Rows = [.. rows.OrderByDescending(r => r.LastAt).ThenByDescending(r => r.Id).Take(PageSize)];
        Pager = new(After is null ? null : Path(Filter()), rows.Count > PageSize ? Path([.. Filter(), ("after", Cursor.At(Rows[^1].LastAt, Rows[^1].Id))]) : null);
        Members = await team.Members(ct);
        Tags = await db.Tags.OrderBy(t => t.NameKey).Take(200).Select(t => t.Name).ToListAsync(ct);
    }

    private Tab Tab(string label, InboxView view) => new(label, Path([("view", Name(view)), ("q", Q?.Trim())]), view == Current);

    private static string? Name(InboxView view) => view == InboxView.Open ? null : EnumText<InboxView>.Of(view);

    private (string, string?)[] Filter() => [("view", Name(Current)), ("q", string.IsNullOrWhiteSpace(Q) ? null : Q.Trim()), ("unread", Unread ? "true" : null)];

    private static string Path(IEnumerable<(string, string?)> values) => QueryText.After("/inbox", values);
}
