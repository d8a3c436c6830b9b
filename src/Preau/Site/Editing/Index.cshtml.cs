using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Settings;
using Preau.Shared;

namespace Preau.Site.Editing;

[Needs(Permission.EditSite)]
public sealed class IndexPage(Database db, SiteViews views, Readiness readiness, CurrentAccount account, Words words) : PageModel
{
    private const int PageSize = 25;

    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true)]
    public PageStatus? Status { get; set; }

    [BindProperty(SupportsGet = true)]
    public PageKind? Kind { get; set; }

    /// <summary>The id of the last page of the part before.</summary>
    [BindProperty(SupportsGet = true)]
    public long? After { get; set; }

    public IReadOnlyList<SitePage> Rows { get; private set; } = [];
    public Pager Pager { get; private set; } = new(null, null);
    public IReadOnlyList<string> Missing { get; private set; } = [];
    public string SiteUrl { get; private set; } = "";
    public IReadOnlyList<Tab> Tabs => SiteWords.Tabs("/pages", words, account);
    public bool IsFiltered => !string.IsNullOrWhiteSpace(Q) || Status is not null || Kind is not null;

    public async Task OnGet(CancellationToken ct)
    {
        Missing = await readiness.MissingToPublish(ct);
        SiteUrl = await views.Origin(ct) + "/";
        var pages = db.SitePages.AsNoTracking();
        if (Status is { } status) pages = pages.Where(p => p.Status == status);
        if (Kind is { } kind) pages = pages.Where(p => p.Kind == kind);
        if (NameKey.Of(Q) is { Length: > 0 } wanted) pages = pages.Where(p => p.TitleKey.Contains(wanted));
        var total = await pages.LongCountAsync(ct);
        if (After is { } after) pages = pages.Where(p => p.Id < after);
        var rows = await pages.OrderByDescending(p => p.Id).Take(PageSize + 1).ToListAsync(ct);
        Rows = [.. rows.Take(PageSize)];
        Pager = new Pager(After is null ? null : Here(null), rows.Count > PageSize ? Here(Rows[^1].Id) : null, words.Count(total, "{0} page in all", "{0} pages in all"));
    }

    private string Here(long? after) => QueryHelpers.AddQueryString("/pages", new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["q"] = Q, ["status"] = Status?.ToString(), ["kind"] = Kind?.ToString(), ["after"] = after?.ToString(System.Globalization.CultureInfo.InvariantCulture),
    });
}
