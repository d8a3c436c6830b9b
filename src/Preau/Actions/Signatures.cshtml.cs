using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;
using Preau.Site;

namespace Preau.Actions;

public sealed record SignatureRow(long Id, long PersonId, string Name, DateTimeOffset At, bool IsNamePublic, string? Comment);

/// <summary>Who sent the form of a page, newest first, and what the form does besides.</summary>
[Needs(Permission.ViewPeople)]
public sealed class SignaturesPage(Database db, ActionTotals totals, CurrentAccount account, Words words) : PageModel
{
    private const int PageSize = 25;

    [BindProperty, StringLength(400), Display(Name = "Tags")]
    public string? Tags { get; set; }

    /// <summary>The number of the last row of the part before.</summary>
    [BindProperty(SupportsGet = true)]
    public long? After { get; set; }

    public long GroupId { get; private set; }
    public long? PageId { get; private set; }
    public string Title { get; private set; } = "";
    public ActionKind Kind { get; private set; }
    public long Count { get; private set; }
    public IReadOnlyList<SignatureRow> Rows { get; private set; } = [];
    public Pager Pager { get; private set; } = new(null, null);

    public async Task<IActionResult> OnGet(long id, CancellationToken ct)
    {
        if (!await Load(id, ct)) return NotFound();
        Tags = await db.PageFormOptions.Where(o => o.PageGroupId == id).Select(o => o.Tags).SingleOrDefaultAsync(ct);
        return Page();
    }

    [Needs(Permission.EditSite)]
    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (!await Load(id, ct)) return NotFound();
        if (!ModelState.IsValid) return this.Again();
        var tags = string.Join(", ", (Tags ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        if (await db.PageFormOptions.SingleOrDefaultAsync(o => o.PageGroupId == id, ct) is { } options) options.Tags = tags;
        else db.Add(new PageFormOptions { PageGroupId = id, Tags = tags });
        await db.SaveChangesAsync(ct);
        this.Say(words["Saved."]);
        return RedirectToPage(new { id });
    }

    private async Task<bool> Load(long groupId, CancellationToken ct)
    {
        // Volunteers see those whom they were given; how many signed a page is not among that.
        if (account.Role?.SeesOnlyAssigned() != false) return false;
        GroupId = groupId;
        var page = await db.SitePages.AsNoTracking().Where(p => p.GroupId == groupId && (p.Kind == PageKind.Petition || p.Kind == PageKind.SignUp)).OrderBy(p => p.Id).FirstOrDefaultAsync(ct);
        var any = page is null ? await db.ActionsTaken.AsNoTracking().FirstOrDefaultAsync(a => a.PageGroupId == groupId, ct) : null;
        if (page is null && any is null) return false;
        (PageId, Title) = (page?.Id, page?.Title ?? any?.PageTitle ?? "");
        Kind = (page?.Kind == PageKind.Petition || any?.Kind == ActionKind.Signature) ? ActionKind.Signature : ActionKind.SignUp;
        Count = await totals.Of(groupId, ct);
        var rows = await Lines(db, groupId, After).Take(PageSize + 1).ToListAsync(ct);
        Rows = [.. rows.Take(PageSize)];
        Pager = new Pager(After is null ? null : $"/pages/{groupId}/signatures", rows.Count > PageSize ? $"/pages/{groupId}/signatures?after={Rows[^1].Id.ToString(CultureInfo.InvariantCulture)}" : null);
        return true;
    }

    /// <summary>Newest first; those of archived people too, since the number above counts them.</summary>
    public static IQueryable<SignatureRow> Lines(Database db, long groupId, long? after) =>
        from taken in db.ActionsTaken
        join person in db.People on taken.PersonId equals person.Id
        where taken.PageGroupId == groupId && (after == null || taken.Id < after)
        orderby taken.Id descending
        select new SignatureRow(taken.Id, person.Id, (person.FirstName + " " + person.LastName).Trim(), taken.At, taken.IsNamePublic, taken.Comment);
}
