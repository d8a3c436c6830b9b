using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Geography;

/// <summary>Takes boundaries away; for a day they can come back. A file that never came in just goes.</summary>
[Needs(Permission.EditSegments)]
public sealed class BoundaryRemovalPage(Database db, BoundaryFolder folder, PlacePeople places, BoundaryShapes shapes, Words words, TimeProvider clock) : PageModel
{
    public IActionResult OnGet(long id) => LocalRedirect($"~/boundaries/{id.ToString(CultureInfo.InvariantCulture)}");

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Execute("Geography/Places/HoldPlaces", ct);
        if (await db.BoundarySets.SingleOrDefaultAsync(s => s.Id == id && s.RemovedAt == null, ct) is not { } set) return NotFound();
        var isIn = set.State == BoundarySetState.Ready;
        set.Remove(clock.GetUtcNow());
        if (isIn) await places.Stale(ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        shapes.Forget(db.NationId, id);
        if (!isIn) folder.Forget(set.Path);
        this.Say(words["The boundaries “{0}” are removed.", set.Name], undo: isIn ? $"/boundaries/{id.ToString(CultureInfo.InvariantCulture)}/restoration" : null);
        return LocalRedirect("~/boundaries");
    }
}
