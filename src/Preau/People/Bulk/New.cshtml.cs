using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Preau.Accounts;

namespace Preau.People.Bulk;

/// <summary>Writes down everybody of a list, a segment or a search; what is done with them is asked next.</summary>
[Needs(Permission.EditPeople)]
public sealed class NewPage(BulkActs acts) : PageModel
{
    public IActionResult OnGet() => LocalRedirect("~/people");

    public async Task<IActionResult> OnPost(string? who, CancellationToken ct) => await acts.Of(who ?? "", ct) is { } act
        ? LocalRedirect($"~/people/acts/{act.Id.ToString(CultureInfo.InvariantCulture)}")
        : NotFound();
}
