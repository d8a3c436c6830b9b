using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Preau.Accounts;

namespace Preau.Segments;

/// <summary>The number while somebody is choosing: a fragment that the builder asks for.</summary>
[Needs(Permission.ViewSegments)]
public sealed class CountPage(CountTree count) : PageModel
{
    [BindProperty]
    public string? Tree { get; set; }

    public Found Found { get; private set; } = new(0, "", []);

    public IActionResult OnGet() => Redirect("~/segments/new");

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        Found = await count.Run(Tree, ct);
        return Page();
    }
}
