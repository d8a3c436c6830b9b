using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.People;
using Preau.People.Merging;
using Preau.Shared;

namespace Preau.Lists;

/// <summary>The lists that a person is on.</summary>
public sealed class ListsPart(Database db, CurrentAccount me, Words words) : IPersonPart
{
    public string Name => "lists";

    public IReadOnlyCollection<Type> Entities => [typeof(PersonListMember)];

    public PersonPanel? Panel => new(ListsPanel.Name, words["Lists"]);

    public async Task<IReadOnlyList<TimelineEntry>> Timeline(long personId, TimelineAsk ask, CancellationToken ct)
    {
        if (!ask.Wants(TimelineKind.List) || !me.Can(Permission.ViewSegments)) return [];
        var rows = await db.PersonListMembers.Where(m => m.PersonId == personId && (ask.Until == null || m.AddedAt <= ask.Until))
            .Join(db.PersonLists.Where(l => l.RemovedAt == null), m => m.PersonListId, l => l.Id, (m, l) => new { l.Id, l.Name, m.AddedAt }).OrderByDescending(r => r.AddedAt).ThenByDescending(r => r.Id).Take(ask.Count).ToListAsync(ct);
        return [.. rows.Select(r => new TimelineEntry(r.AddedAt, $"list:{r.Id:D12}", TimelineKind.List, words["Came on the list “{0}”", r.Name], Link: $"/lists/{r.Id}"))];
    }

    public async Task<object?> Export(long personId, CancellationToken ct)
    {
        var rows = await db.PersonListMembers.Where(m => m.PersonId == personId).Join(db.PersonLists, m => m.PersonListId, l => l.Id, (m, l) => new { List = l.Name, m.AddedAt }).OrderBy(r => r.AddedAt).ToListAsync(ct);
        return rows.Count == 0 ? null : rows;
    }

    public Task Recount(PersonRow row, int by, CancellationToken ct)
    {
        var listId = row.Number("person_list_id");
        return db.PersonLists.Where(l => l.Id == listId).ExecuteUpdateAsync(s => s.SetProperty(l => l.MemberCount, l => l.MemberCount + by), ct);
    }

    public async Task Erase(long personId, CancellationToken ct)
    {
        await db.PersonLists.Where(l => db.PersonListMembers.Any(m => m.PersonListId == l.Id && m.PersonId == personId)).ExecuteUpdateAsync(s => s.SetProperty(l => l.MemberCount, l => l.MemberCount - 1), ct);
        await db.PersonListMembers.Where(m => m.PersonId == personId).ExecuteDeleteAsync(ct);
    }
}

public sealed record ListOfPerson(long Id, string Name, DateTimeOffset AddedAt);

/// <summary>The lists that somebody is on, beside their profile.</summary>
[ViewComponent(Name = Name)]
public sealed class ListsPanel(Database db, CurrentAccount account) : ViewComponent
{
    public const string Name = "lists-panel";

    public async Task<IViewComponentResult> InvokeAsync(long personId)
    {
        if (!account.Can(Permission.ViewSegments)) return Content("");
        var lists = await db.PersonListMembers.Where(m => m.PersonId == personId)
            .Join(db.PersonLists.Where(l => l.RemovedAt == null), m => m.PersonListId, l => l.Id, (m, l) => new { l.Id, l.Name, m.AddedAt }).OrderBy(l => l.Name).Take(100).ToListAsync(HttpContext.RequestAborted);
        return lists.Count == 0 ? Content("") : View("/Lists/_ListsPanel.cshtml", (IReadOnlyList<ListOfPerson>)[.. lists.Select(l => new ListOfPerson(l.Id, l.Name, l.AddedAt))]);
    }
}
