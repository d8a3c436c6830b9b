using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.People.Bulk;

/// <summary>Says what is to be done with the people of an act. The next page says how many that changes.</summary>
[Needs(Permission.EditPeople)]
public sealed class DeedPage(Database db, BulkActs acts, Words words) : PageModel
{
    public IActionResult OnGet(long id) => LocalRedirect($"~/people/acts/{id.ToString(CultureInfo.InvariantCulture)}");

    public async Task<IActionResult> OnPost(long id, string? kind, long? subject, string? name, CancellationToken ct)
    {
        if (await db.BulkActs.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, ct) is not { } act) return NotFound();
        var here = $"~/people/acts/{id.ToString(CultureInfo.InvariantCulture)}";
        if (!EnumText<BulkKind>.TryParse(kind, out var deed) || deed is BulkKind.None or BulkKind.SetField)
        {
            this.Warn(words["Nothing was changed."]);
        }
        else if (await acts.Choose(act, deed, new(subject, name, null, null), ct) is { } wrong)
        {
            this.Warn(wrong);
            here += "?other=true";
        }

        return LocalRedirect(here);
    }
}
