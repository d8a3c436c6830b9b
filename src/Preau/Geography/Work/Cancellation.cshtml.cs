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
public sealed class WorkCancellationPage(Database db, GeoWorks works, Words words) : PageModel
{
    public IActionResult OnGet(long id) => LocalRedirect(Path(id));

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (!await db.GeoWorks.AnyAsync(w => w.Id == id, ct)) return NotFound();
        if (await works.Stop(id, ct)) this.Say(words["Stopped. What is done stays as it is."]);
        return LocalRedirect(Path(id));
    }

    private static string Path(long id) => $"~/map/work/{id.ToString(CultureInfo.InvariantCulture)}";
}
