using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;

namespace Preau.Lists;

public sealed record ListRow(PersonList List, string? Owner);

[Needs(Permission.ViewSegments)]
public sealed class IndexPage(Database db) : PageModel
{
    private const int PageSize = 50;

    /// <summary>The key of the last list of the part before.</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public IReadOnlyList<ListRow> Rows { get; private set; } = [];
    public Pager Pager { get; private set; } = new(null, null);

    public async Task OnGet(CancellationToken ct)
    {
        var after = After ?? "";
        var rows = await db.PersonLists.AsNoTracking().Where(l => l.RemovedAt == null && string.Compare(l.NameKey, after) > 0).OrderBy(l => l.NameKey).Take(PageSize + 1)
            .Select(l => new ListRow(l, db.Accounts.Where(a => a.Id == l.OwnerId).Select(a => a.Name).FirstOrDefault())).ToListAsync(ct);
        Rows = [.. rows.Take(PageSize)];
        Pager = new(After is null ? null : "/lists", rows.Count > PageSize ? "/lists?after=" + Uri.EscapeDataString(Rows[^1].List.NameKey) : null);
    }
}
