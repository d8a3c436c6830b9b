using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Duplicates;

/// <summary>Begins to merge all sure pairs.</summary>
[Needs(Permission.EditPeople)]
public sealed class SurePage(SureMerges sure, Words words) : PageModel
{
    public IActionResult OnGet() => LocalRedirect("~/duplicates");

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (await sure.Begin(ct) is { } work) return LocalRedirect($"~/duplicates/sure/{work.Id}");
        this.Warn(words["No pair is sure now. Nothing was merged."]);
        return LocalRedirect("~/duplicates");
    }
}
