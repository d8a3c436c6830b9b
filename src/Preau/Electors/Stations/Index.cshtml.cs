using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Electors.Stations;

/// <summary>The polling stations that rolls named, commune by commune.</summary>
[Needs(Permission.ViewSegments)]
public sealed class IndexPage(Database db) : PageModel
{
    private const int PageSize = 50;

    /// <summary>The INSEE code of a commune.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Commune { get; set; }

    /// <summary>Commune and code of the last station of the page before.</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public IReadOnlyList<PollingStation> Rows { get; private set; } = [];
    public Pager Pager { get; private set; } = new(null, null);
    public bool IsNarrowed => !string.IsNullOrWhiteSpace(Commune);

    public async Task OnGet(CancellationToken ct)
    {
        var stations = db.PollingStations.AsNoTracking();
        if (IsNarrowed && Commune!.Trim().ToUpperInvariant() is var asked) stations = stations.Where(s => s.CommuneCode == asked);
        if (After?.Split('~') is [var commune, var code]) stations = stations.Where(s => string.Compare(s.CommuneCode, commune) > 0 || (s.CommuneCode == commune && string.Compare(s.CodeKey, code) > 0));
        var rows = await stations.OrderBy(s => s.CommuneCode).ThenBy(s => s.CodeKey).Take(PageSize + 1).ToListAsync(ct);
        Rows = [.. rows.Take(PageSize)];
        Pager = new(After is null ? null : Path(null), rows.Count > PageSize ? Path($"{Rows[^1].CommuneCode}~{Rows[^1].CodeKey}") : null);
    }

    private string Path(string? after) => QueryText.After("/stations", [("commune", IsNarrowed ? Commune : null), ("after", after)]);
}
