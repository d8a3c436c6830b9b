using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Duplicates;

/// <summary>They may be one person after all.</summary>
[Needs(Permission.EditPeople)]
public sealed class DistinctionUndoPage(TellApart tell, Words words) : PageModel
{
    public IActionResult OnGet() => LocalRedirect("~/duplicates");

    public async Task<IActionResult> OnPost([FromQuery] long one, [FromQuery] long other, CancellationToken ct)
    {
        if (!await tell.Undo(one, other, ct)) return NotFound();
        this.Say(words["They are suggested again."]);
        return LocalRedirect("~/duplicates");
    }
}
