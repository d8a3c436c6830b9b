using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Mail.Measuring;

/// <summary>Adds the text of a draft in another language.</summary>
[Needs(Permission.EditMail)]
public sealed class LanguagesPage(Database db, ChangeVersions change, Words words) : PageModel
{
    public IActionResult OnGet(long id) => Redirect($"~/mail/{id}/versions");

    public async Task<IActionResult> OnPost(long id, string? language, CancellationToken ct)
    {
        if (await db.Blasts.AsNoTracking().SingleOrDefaultAsync(b => b.Id == id, ct) is not { } blast) return NotFound();
        if (await change.AddLanguage(blast, language ?? "", ct) is { } place) return Redirect($"~/mail/{id}/versions/{place}");
        this.Warn(words["Nothing was added: it is written in this language already, or it has versions that are drawn by lot, which exclude languages; and only a draft gets any."]);
        return Redirect($"~/mail/{id}/versions");
    }
}
