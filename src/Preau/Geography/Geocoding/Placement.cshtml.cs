using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Geography;

/// <summary>Begins to look everybody up again.</summary>
[Needs(Permission.EditSegments)]
public sealed class PlacementPage(Database db, AddressBook book, GeoWorks works, Words words) : PageModel
{
    public IActionResult OnGet() => LocalRedirect("~/map/addresses");

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        var work = book.File is null ? null : await works.PlaceEverybody(ct);
        if (work is null)
        {
            this.Warn(book.File is null ? words["There is no register yet to look addresses up in."] : words["Everybody is being looked up already."]);
            return LocalRedirect("~/map/addresses");
        }

        await db.SaveChangesAsync(ct);
        return LocalRedirect($"~/map/work/{work.Id.ToString(CultureInfo.InvariantCulture)}");
    }
}
