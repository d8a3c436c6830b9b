using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Mail.Templates;

/// <summary>Keeps a mail's text, as it was saved last, for mails to come.</summary>
[Needs(Permission.EditMail)]
public sealed class KeepPage(Database db, KeepTemplate keep, Words words) : PageModel
{
    public IActionResult OnGet(long id) => Redirect($"~/mail/{id}");

    public async Task<IActionResult> OnPost(long id, string? name, CancellationToken ct)
    {
        if (await db.Blasts.AsNoTracking().SingleOrDefaultAsync(b => b.Id == id, ct) is not { IsText: false, IsPattern: false } mail) return NotFound();
        var (kept, whyNot) = await keep.Run(mail, name, ct);
        if (kept is null) this.Warn(whyNot ?? "");
        else this.Say(words["Kept as the template “{0}”. New mails can begin with it.", kept.TemplateName]);
        return Redirect(mail.State == BlastState.Draft ? $"~/mail/{id}/edit" : $"~/mail/{id}");
    }
}
