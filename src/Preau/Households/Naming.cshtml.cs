using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Households;

[Needs(Permission.EditPeople)]
public sealed class NamingPage(CorrectHousehold correct, Words words) : PageModel
{
    private const int Longest = 120;

    public IActionResult OnGet(long id) => LocalRedirect($"~/households/{id}");

    public async Task<IActionResult> OnPost(long id, string? name, CancellationToken ct)
    {
        var given = string.Join(' ', (name ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (given.Length > Longest)
        {
            this.Warn(words["A name has {0} signs at most.", Longest]);
            return LocalRedirect($"~/households/{id}");
        }

        if (await correct.Rename(id, given, ct) is not { } correction) return NotFound();
        this.Say(given.Length == 0 ? words["The household is called by its surnames again."] : words["The household is called “{0}” now.", given], undo: $"/households/corrections/{correction}/undoing");
        return LocalRedirect($"~/households/{id}");
    }
}
