using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Site.Editing;

[Needs(Permission.EditSite)]
public sealed class TranslationPage(Database db, SavePage save, Words words) : PageModel
{
    public IActionResult OnGet(long id) => Redirect($"~/pages/{id}");

    public async Task<IActionResult> OnPost(long id, string? language, CancellationToken ct)
    {
        if (await db.SitePages.SingleOrDefaultAsync(p => p.Id == id, ct) is not { } page || language is null || !Words.Languages.Contains(language, StringComparer.Ordinal)) return NotFound();
        if (await save.Translate(page, language, ct) is not { } copy) return Redirect($"~/pages/{id}");
        await db.SaveChangesAsync(ct);
        this.Say(words["A draft with the same text: translate it, then publish it."]);
        return Redirect($"~/pages/{copy.Id}");
    }
}
