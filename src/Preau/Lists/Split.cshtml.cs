using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Preau.Accounts;
using Preau.Panel;
using Preau.People.Bulk;

namespace Preau.Lists;

/// <summary>Asks for the parts of a list; the next page says how many people they are.</summary>
[Needs(Permission.EditPeople)]
public sealed class SplitPage(BulkActs acts) : PageModel
{
    public IActionResult OnGet(long id) => LocalRedirect($"~/lists/{id.ToString(CultureInfo.InvariantCulture)}");

    public async Task<IActionResult> OnPost(long id, string? parts, CancellationToken ct)
    {
        if (await acts.Of(string.Create(CultureInfo.InvariantCulture, $"{FilteredPeople.Start}list={id}"), ct) is not { } act) return NotFound();
        if (await acts.Choose(act, BulkKind.SplitList, new(id, null, null, parts), ct) is not { } wrong) return LocalRedirect($"~/people/acts/{act.Id.ToString(CultureInfo.InvariantCulture)}");
        await acts.Cancel(act.Id, ct);
        this.Warn(wrong);
        return LocalRedirect($"~/lists/{id.ToString(CultureInfo.InvariantCulture)}");
    }
}
