using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Duplicates;

/// <summary>They are two people: not suggested again.</summary>
[Needs(Permission.EditPeople)]
public sealed class DistinctionPage(TellApart tell, Words words) : PageModel
{
    public IActionResult OnGet() => LocalRedirect("~/duplicates");

    public async Task<IActionResult> OnPost(long[] people, CancellationToken ct)
    {
        if (people is not [var one, var other] || !await tell.Run(one, other, ct)) return NotFound();
        this.Say(words["They are two people, and are not suggested again."], undo: $"/duplicates/distinction/undo?one={one}&other={other}");
        return LocalRedirect("~/duplicates");
    }
}
