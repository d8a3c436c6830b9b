using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Mail.Templates;

/// <summary>Another name for a template.</summary>
[Needs(Permission.EditMail)]
public sealed class NamePage(Database db, KeepTemplate keep, Words words) : PageModel
{
    public IActionResult OnGet(long id) => Redirect($"~/mail/{id}/edit");

    public async Task<IActionResult> OnPost(long id, string? name, CancellationToken ct)
    {
        if (await db.Templates().SingleOrDefaultAsync(b => b.Id == id, ct) is not { } template) return NotFound();
        if (await keep.Rename(template, name, ct) is { } whyNot) this.Warn(whyNot);
        else this.Say(words["Saved."]);
        return Redirect($"~/mail/{id}/edit");
    }
}
