using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.People.Bulk;
using Preau.Shared;

namespace Preau.Geography;

/// <summary>Brings boundaries back that were removed; who moved meanwhile is placed anew.</summary>
[Needs(Permission.EditSegments)]
public sealed class BoundaryRestorationPage(Database db, OpenBoundaries open, GeoWorks works, PlacePeople places, Words words, TimeProvider clock) : PageModel
{
    public IActionResult OnGet(long id) => LocalRedirect("~/boundaries");

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Execute("Geography/Places/HoldPlaces", ct);
        // What is older is being cleared away.
        var since = clock.GetUtcNow() - UndoBulk.Life;
        if (await db.BoundarySets.SingleOrDefaultAsync(s => s.Id == id && s.RemovedAt > since && s.State == BoundarySetState.Ready, ct) is not { } set) return NotFound();
        if (await open.WhyNot(set.Name, id, words, ct) is { } taken)
        {
            this.Warn(taken);
            return LocalRedirect("~/boundaries");
        }

        set.Restore();
        works.Begin(GeoWorkKind.AssignBoundaries, await db.PlaceTotals.SumAsync(t => t.People, ct), id);
        await places.Stale(ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        this.Say(words["The boundaries “{0}” are back.", set.Name]);
        return LocalRedirect($"~/boundaries/{id.ToString(CultureInfo.InvariantCulture)}");
    }
}
