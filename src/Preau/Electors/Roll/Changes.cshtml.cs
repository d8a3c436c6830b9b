using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Imports;
using Preau.Panel;

namespace Preau.Electors.Roll;

public sealed record ChangeRow(long PersonId, string FirstName, string LastName, RollChangeKind Kind, string? FromCommune, string? From, string? ToCommune, string? To)
{
    public string Name => $"{FirstName} {LastName}".Trim();

    public string Left => $"{FromCommune} {From}".Trim();

    public string Right => $"{ToCommune} {To}".Trim();
}

/// <summary>The electors for whom a roll changed something, kind by kind.</summary>
[Needs(Permission.ImportPeople)]
public sealed class ChangesPage(Database db, ElectorWords said) : PageModel
{
    private const int PageSize = 50;

    [BindProperty(SupportsGet = true)]
    public string? Kind { get; set; }

    /// <summary>The last person of the page before.</summary>
    [BindProperty(SupportsGet = true)]
    public long After { get; set; }

    public Import Import { get; private set; } = new() { FileName = "", Path = "", Encoding = "", Delimiter = "" };
    public RollChangeKind Chosen { get; private set; }
    public IReadOnlyList<ChangeRow> Rows { get; private set; } = [];
    public Pager Pager { get; private set; } = new(null, null);
    public IReadOnlyList<Tab> Tabs => [.. Enum.GetValues<RollChangeKind>().Select(k => new Tab(said.Of(k), Path(k), k == Chosen))];

    public async Task<IActionResult> OnGet(long id, CancellationToken ct)
    {
        if (await db.Imports.AsNoTracking().SingleOrDefaultAsync(i => i.Id == id && i.Layout != ImportLayout.People, ct) is not { } import) return NotFound();
        Import = import;
        Chosen = EnumText<RollChangeKind>.TryParse(Kind, out var kind) ? kind : RollChangeKind.Listed;
        var rows = await Of(db, db.RollChanges.Where(c => c.ImportId == id && c.Kind == Chosen && c.PersonId > After).OrderBy(c => c.PersonId).Take(PageSize + 1)).ToListAsync(ct);
        Rows = [.. rows.OrderBy(r => r.PersonId).Take(PageSize)];
        Pager = new(After == 0 ? null : Path(Chosen), rows.Count > PageSize ? Path(Chosen) + string.Create(CultureInfo.InvariantCulture, $"&after={Rows[^1].PersonId}") : null);
        return Page();
    }

    /// <summary>With the names of people and stations.</summary>
    public static IQueryable<ChangeRow> Of(Database db, IQueryable<RollChange> changes) => changes.AsNoTracking().Join(db.People, c => c.PersonId, p => p.Id, (c, p) => new ChangeRow(
        c.PersonId, p.FirstName, p.LastName, c.Kind, c.FromCommune, db.PollingStations.Where(s => s.Id == c.FromStationId).Select(s => s.Code + " " + s.Name).FirstOrDefault(), c.ToCommune, db.PollingStations.Where(s => s.Id == c.ToStationId).Select(s => s.Code + " " + s.Name).FirstOrDefault()));

    private string Path(RollChangeKind kind) => $"/imports/{Import.Id}/roll/changes?kind={EnumText<RollChangeKind>.Of(kind)}";
}
