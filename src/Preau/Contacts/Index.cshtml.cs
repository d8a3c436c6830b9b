using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.People;
using Preau.Shared;

namespace Preau.Contacts;

public sealed record ContactRow(Contact Contact, string FirstName, string LastName, string? Author)
{
    public string Name => $"{FirstName} {LastName}".Trim();
}

/// <summary>The contact log, newest first: everybody's for staff.</summary>
[Needs(Permission.WriteNotes)]
public sealed class IndexPage(Database db, CurrentAccount me, CurrentNation nation, Team team, ContactWords said, Words words, TimeProvider clock) : PageModel
{
    private const int PageSize = 50;

    [BindProperty(SupportsGet = true, Name = "")]
    public ContactFilter Filter { get; set; } = new();

    /// <summary>The last row of the page before.</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public IReadOnlyList<ContactRow> Rows { get; private set; } = [];
    public Pager Pager { get; private set; } = new(null, null);
    public IReadOnlyList<SelectListItem> Authors { get; private set; } = [];
    public bool IsEmpty => Filter is { Method: null, Status: null, From: null, To: null } && (IsOwn || Filter.By is null);
    public IReadOnlyList<Tab> Tabs => ContactTabs.Of(words, "log");
    public IEnumerable<SelectListItem> Methods => Enum.GetValues<ContactMethod>().Select(m => new SelectListItem(said.Of(m), m.ToString()));
    public IEnumerable<SelectListItem> Statuses => Enum.GetValues<ContactStatus>().Select(s => new SelectListItem(said.Of(s), s.ToString()));

    /// <summary>Volunteers see here what they wrote down themselves; what others did stands on the record of each of their people.</summary>
    public bool IsOwn => db.OnlyAssigned;

    public bool MayChange(Contact contact) => me.MayChange(contact, clock.GetUtcNow());

    public async Task OnGet(CancellationToken ct)
    {
        if (IsOwn) Filter.By = me.Id;
        else Authors = [.. Team.Options(await team.Members(ct))];
        var contacts = Filter.Apply(db, nation.Facts);
        if (Cursor.Instant(After) is var (at, id)) contacts = contacts.Where(c => c.At < at || (c.At == at && c.Id < id));
        var rows = await contacts.Join(db.People, c => c.PersonId, p => p.Id, (c, p) => new { Contact = c, p.FirstName, p.LastName })
            .OrderByDescending(r => r.Contact.At).ThenByDescending(r => r.Contact.Id).Take(PageSize + 1)
            .Select(r => new ContactRow(r.Contact, r.FirstName, r.LastName, db.Accounts.Where(a => a.Id == r.Contact.AuthorId).Select(a => a.Name).FirstOrDefault())).ToListAsync(ct);
        Rows = [.. rows.Take(PageSize)];
        var next = rows.Count > PageSize ? "/contacts" + Filter.Query(("after", Cursor.At(Rows[^1].Contact.At, Rows[^1].Contact.Id))) : null;
        Pager = new(After is null ? null : "/contacts" + Filter.Query(), next);
    }
}

/// <summary>What is to be done and what was done stand side by side.</summary>
public static class ContactTabs
{
    public static IReadOnlyList<Tab> Of(Words words, string current) =>
    [
        new(words["To do"], "/follow-ups", current == "open"), new(words["Settled"], "/follow-ups?done=true", current == "done"), new(words["Contact log"], "/contacts", current == "log"),
    ];
}
