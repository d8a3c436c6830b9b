using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Geography;

/// <summary>Stops after the part that is being done.</summary>
[Needs(Permission.EditSegments)]
public sealed class WorkCancellationPage(Database db, GeoWorks works, CurrentAccount account, Words words) : PageModel
{
    public IActionResult OnGet(long id) => LocalRedirect(Path(id));

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (await db.GeoWorks.AsNoTracking().SingleOrDefaultAsync(w => w.Id == id, ct) is not { } work) return NotFound();
        // Whoever may not begin it does not end it.
        if (!account.Can(work.Kind.Needed())) return StatusCode(StatusCodes.Status403Forbidden);
        if (await works.Stop(id, ct)) this.Say(words["Stopped. What is done stays as it is."]);
        return LocalRedirect(Path(id));
    }

    private static string Path(long id) => $"~/map/work/{id.ToString(CultureInfo.InvariantCulture)}";
}
