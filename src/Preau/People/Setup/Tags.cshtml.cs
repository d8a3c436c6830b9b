using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.People.Listing;
using Preau.Shared;

namespace Preau.People.Setup;

[Needs(Permission.EditPeople)]
public sealed class TagsPage(Database db, Words words, CurrentAccount account) : PageModel
{
    private const int PageSize = 50;
    private const int CountedTo = 1000;

    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    public IReadOnlyList<TagRow> Tags { get; private set; } = [];
    public Pager Pager { get; private set; } = new(null, null);
    public IReadOnlyList<Tab> Tabs => PeopleTabs.Of(words, account, "tags");

    public async Task OnGet(string? after, CancellationToken ct) => await Load(after, ct);

    public async Task<IActionResult> OnPost(long id, string? name, CancellationToken ct)
    {
        if (await db.Tags.SingleOrDefaultAsync(t => t.Id == id, ct) is not { } tag) return NotFound();
        var key = NameKey.Of(name);
        if (key.Length == 0 || name!.Trim().Length > TagPeople.MaxLength) ModelState.AddModelError("", words["A tag needs a letter or a figure, and {0} characters at most.", TagPeople.MaxLength]);
        else if (await db.Tags.AnyAsync(t => t.NameKey == key && t.Id != id, ct)) ModelState.AddModelError("", words["There is a tag “{0}” already.", name]);
        if (!ModelState.IsValid)
        {
            await Load(null, ct);
            return this.Again();
        }
        (tag.Name, tag.NameKey) = (name!.Trim(), key);
        await db.SaveChangesAsync(ct);
        this.Say(words["Renamed to “{0}”.", tag.Name]);
        return LocalRedirect("~/tags");
    }

    private async Task Load(string? after, CancellationToken ct)
    {
        var (from, start) = (NameKey.Of(Q), after ?? "");
        var tags = await db.Tags.AsNoTracking().Where(t => string.Compare(t.NameKey, from) >= 0 && string.Compare(t.NameKey, from + "\uffff") < 0 && string.Compare(t.NameKey, start) > 0)
            .OrderBy(t => t.NameKey).Take(PageSize + 1).ToListAsync(ct);
        var here = $"/tags?q={Uri.EscapeDataString(Q ?? "")}";
        Pager = new(after is null ? null : here, tags.Count > PageSize ? $"{here}&after={Uri.EscapeDataString(tags[PageSize - 1].NameKey)}" : null);
        var rows = new List<TagRow>();
        foreach (var tag in tags.Take(PageSize)) rows.Add(new(tag.Id, tag.Name, await db.PersonTags.Where(t => t.TagId == tag.Id).Take(CountedTo + 1).CountAsync(ct)));
        Tags = rows;
    }
}

public sealed record TagRow(long Id, string Name, int Count)
{
    public string Shown => Count > 1000 ? "> " + 1000.ToString("N0", CultureInfo.CurrentCulture) : Count.ToString("N0", CultureInfo.CurrentCulture);
}
