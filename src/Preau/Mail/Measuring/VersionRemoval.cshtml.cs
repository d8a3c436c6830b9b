using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Mail.Measuring;

/// <summary>Takes the last version of a draft away, or a language.</summary>
[Needs(Permission.EditMail)]
public sealed class VersionRemovalPage(Database db, ChangeVersions change, Words words) : PageModel
{
    public IActionResult OnGet(long id) => Redirect($"~/mail/{id}/versions");

    public async Task<IActionResult> OnPost(long id, string? language, CancellationToken ct)
    {
        if (await db.Blasts.AsNoTracking().SingleOrDefaultAsync(b => b.Id == id, ct) is not { } blast) return NotFound();
        if (language is null ? await change.RemoveLast(blast, ct) : await change.RemoveLanguage(blast, language, ct)) this.Say(words["The version is taken away."]);
        else this.Warn(words["Nothing was taken away: there is no other version, or it is no draft any more."]);
        return Redirect($"~/mail/{id}/versions");
    }
}
