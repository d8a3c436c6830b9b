using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Geography;

/// <summary>How far long work is.</summary>
[Needs(Permission.ViewSegments)]
public sealed class WorkPage(Database db, GeographyWords said, CurrentAccount account, Words words) : PageModel
{
    public GeoWork Work { get; private set; } = new();

    public string Back => Work.SubjectId is null ? "/map/addresses" : "/boundaries";

    public Progress Progress => new(said.Of(Work.Kind), Work.Done, Work.Total == 0 ? null : Math.Max(Work.Total, Work.Done), IsRunning: true, CancelPath: account.Can(Work.Kind.Needed()) ? string.Create(CultureInfo.InvariantCulture, $"/map/work/{Work.Id}/cancellation") : null, CancelLabel: words["Stop here"], Note: IsBytes ? words["Counted in bytes of the file."] : null);

    private bool IsBytes => Work.Kind == GeoWorkKind.LoadAddresses || (Work.Kind == GeoWorkKind.LoadBoundaries && Work.LastId == 0);

    public async Task<IActionResult> OnGet(long id, CancellationToken ct)
    {
        if (await db.GeoWorks.AsNoTracking().SingleOrDefaultAsync(w => w.Id == id, ct) is not { } work) return NotFound();
        Work = work;
        return Request.Headers["HX-Request-Type"] == "partial" ? Partial("/Geography/Work/_Body.cshtml", this) : Page();
    }
}
