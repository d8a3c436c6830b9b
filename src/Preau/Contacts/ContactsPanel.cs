using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;

namespace Preau.Contacts;

/// <summary>Beside the profile: when somebody last reached them or tried to, and what is still to be done.</summary>
public sealed record ContactsOfPerson(long PersonId, Contact? Last, string? By, bool MayChange, IReadOnlyList<WaitingLine> Waiting, DateOnly Today);

public sealed record WaitingLine(long Id, string What, DateOnly DueOn, string? By);

[ViewComponent(Name = Name)]
public sealed class ContactsPanel(Database db, CurrentAccount me, CurrentNation nation, TimeProvider clock) : ViewComponent
{
    public const string Name = "contacts-panel";

    public async Task<IViewComponentResult> InvokeAsync(long personId)
    {
        var ct = HttpContext.RequestAborted;
        var now = clock.GetUtcNow();
        var last = await db.Contacts.AsNoTracking().Where(c => c.PersonId == personId).OrderByDescending(c => c.At).ThenByDescending(c => c.Id).FirstOrDefaultAsync(ct);
        var by = last?.AuthorId is { } author ? await db.Accounts.Where(a => a.Id == author).Select(a => a.Name).FirstOrDefaultAsync(ct) : null;
        var waiting = await db.FollowUps.Where(f => f.PersonId == personId && f.DoneAt == null).OrderBy(f => f.DueOn).ThenBy(f => f.Id).Take(5)
            .Select(f => new WaitingLine(f.Id, f.What, f.DueOn, db.Accounts.Where(a => a.Id == f.AssigneeId).Select(a => a.Name).FirstOrDefault())).ToListAsync(ct);
        if (last is null && waiting.Count == 0 && !me.Can(Permission.WriteNotes)) return Content("");
        return View("/Contacts/_ContactsPanel.cshtml", new ContactsOfPerson(personId, last, by, last is not null && me.MayChange(last, now), waiting, nation.Facts.DayOf(now)));
    }
}
