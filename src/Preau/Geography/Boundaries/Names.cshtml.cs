using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Geography;

/// <summary>Calls a set of boundaries, or one of its areas, otherwise.</summary>
[Needs(Permission.EditSegments)]
public sealed class BoundaryNamesPage(Database db, OpenBoundaries open, Words words, TimeProvider clock) : PageModel
{
    private const int MaxAreaName = 120;

    public IActionResult OnGet(long id) => LocalRedirect(Path(id, null));

    public async Task<IActionResult> OnPost(long id, long? area, string? name, long? after, CancellationToken ct)
    {
        if (await db.BoundarySets.SingleOrDefaultAsync(s => s.Id == id && s.RemovedAt == null, ct) is not { } set) return NotFound();
        var wrong = area is null ? await open.WhyNot(name, id, words, ct) : await RenameArea(set, area.Value, name, ct);
        if (wrong is not null)
        {
            this.Warn(wrong);
            return LocalRedirect(Path(id, after));
        }

        if (area is null) set.Call(OpenBoundaries.Plain(name));
        set.ChangedAt = clock.GetUtcNow();
        await db.SaveChangesAsync(ct);
        this.Say(words["Saved."]);
        return LocalRedirect(Path(id, after));
    }

    private async Task<string?> RenameArea(BoundarySet set, long areaId, string? name, CancellationToken ct)
    {
        var plain = OpenBoundaries.Plain(name);
        if (NameKey.Of(plain).Length == 0) return words["The name needs a letter or a figure."];
        if (plain.Length > MaxAreaName) return words["A name has at most {0} characters.", MaxAreaName];
        if (await db.Boundaries.SingleOrDefaultAsync(b => b.Id == areaId && b.BoundarySetId == set.Id, ct) is not { } area) return words["That area is gone."];
        area.Call(plain);
        return null;
    }

    private static string Path(long id, long? after) => string.Create(CultureInfo.InvariantCulture, $"~/boundaries/{id}{(after is null ? "" : $"?after={after}")}");
}
