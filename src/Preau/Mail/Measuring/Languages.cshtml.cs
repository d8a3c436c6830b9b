using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Mail.Measuring;

/// <summary>Adds a version of a draft in another language.</summary>
[Needs(Permission.EditMail)]
public sealed class LanguagesPage(Database db, ChangeVersions change, Words words) : PageModel
{
    public IActionResult OnGet(long id) => Redirect($"~/mail/{id}/versions");

    public async Task<IActionResult> OnPost(long id, int place, string? language, CancellationToken ct)
    {
        if (await db.Blasts.AsNoTracking().SingleOrDefaultAsync(b => b.Id == id, ct) is not { } blast) return NotFound();
        if (await change.AddLanguage(blast, place, language ?? "", ct)) return Redirect($"~/mail/{id}/versions/{place}?language={language}");
        this.Warn(words["Nothing was added: it is written in this language already, and only a draft gets any."]);
        return Redirect($"~/mail/{id}/versions");
    }
}
