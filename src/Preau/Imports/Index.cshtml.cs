using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.WebUtilities;
using Preau.Accounts;
using Preau.Imports.History;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Imports;

[Needs(Permission.ImportPeople)]
public sealed class IndexPage(ImportHistory history, Words words) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true)]
    public HistoryOrder Sort { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public IReadOnlyList<HistoryRow> Rows { get; private set; } = [];
    public Pager Pager { get; private set; } = new(null, null);
    public bool IsFiltered => !string.IsNullOrWhiteSpace(Q);

    public IReadOnlyList<(HistoryOrder Order, string Label)> Orders =>
        [(HistoryOrder.Newest, words["Latest first"]), (HistoryOrder.Oldest, words["Oldest first"]), (HistoryOrder.Largest, words["Most rows first"])];

    public async Task OnGet(CancellationToken ct)
    {
        var rows = await history.Page(Q, Sort, After, ImportHistory.PageSize + 1, ct);
        Rows = [.. rows.Take(ImportHistory.PageSize)];
        Pager = new Pager(After is null ? null : Here(null), rows.Count > ImportHistory.PageSize ? Here(ImportHistory.Place(Rows[^1].Import)) : null, words.Count(await history.Count(Q, ct), "{0} file in all", "{0} files in all"));
    }

    private string Here(string? after) => QueryHelpers.AddQueryString("/imports", new Dictionary<string, string?>(StringComparer.Ordinal) { ["q"] = Q, ["sort"] = Sort == HistoryOrder.Newest ? null : Sort.ToString(), ["after"] = after });
}
