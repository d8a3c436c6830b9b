using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;

namespace Preau.Geography;

public sealed record AreaRow(long Id, string Name, string Code, string SortKey, long People);

/// <summary>The areas of a set, each with how many people live there.</summary>
[Needs(Permission.ViewSegments)]
public sealed class BoundarySetPage(Database db, GeoWorks works) : PageModel
{
    private const int PageSize = 100;

    /// <summary>The number of the last area of the part before.</summary>
    [BindProperty(SupportsGet = true)]
    public long? After { get; set; }

    public BoundarySet Set { get; private set; } = new();
    public GeoWork? Work { get; private set; }

    /// <summary>Stopped or broken while everybody was being placed: the numbers are those of some.</summary>
    public bool IsHalf => Work is { State: GeoWorkState.Cancelled or GeoWorkState.Failed };
    public IReadOnlyList<AreaRow> Areas { get; private set; } = [];
    public Pager Pager { get; private set; } = new(null, null);

    public async Task<IActionResult> OnGet(long id, CancellationToken ct)
    {
        if (await db.BoundarySets.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id && s.RemovedAt == null, ct) is not { } set) return NotFound();
        Set = set;
        Work = await db.GeoWorks.AsNoTracking().Where(w => w.SubjectId == id).OrderByDescending(w => w.Id).FirstOrDefaultAsync(ct);
        var areas = db.Boundaries.AsNoTracking().Where(b => b.BoundarySetId == id);
        if (After is { } after && await areas.Where(b => b.Id == after).Select(b => b.SortKey).SingleOrDefaultAsync(ct) is { } key)
            areas = areas.Where(b => string.Compare(b.SortKey, key) >= 0 && (b.SortKey != key || b.Id > after));
        var rows = await areas.OrderBy(b => b.SortKey).ThenBy(b => b.Id).Take(PageSize + 1).Select(b => new AreaRow(b.Id, b.Name, b.Code, b.SortKey, b.People)).ToListAsync(ct);
        Areas = [.. rows.Take(PageSize)];
        if (rows.Count > PageSize) Pager = new(null, string.Create(CultureInfo.InvariantCulture, $"/boundaries/{id}?after={Areas[^1].Id}"));
        return Page();
    }

    /// <summary>Places everybody in them, after that was stopped.</summary>
    [Needs(Permission.EditSegments)]
    public async Task<IActionResult> OnPostPlacement(long id, CancellationToken ct)
    {
        if (!await db.BoundarySets.AnyAsync(s => s.Id == id && s.State == BoundarySetState.Ready && s.RemovedAt == null, ct)) return NotFound();
        var work = await db.GeoWorks.AsNoTracking().Where(w => w.SubjectId == id && w.State == GeoWorkState.Running).FirstOrDefaultAsync(ct);
        if (work is null)
        {
            work = works.Begin(GeoWorkKind.AssignBoundaries, 0, id);
            await db.SaveChangesAsync(ct);
        }

        return LocalRedirect($"~/map/work/{work.Id.ToString(CultureInfo.InvariantCulture)}");
    }
}
