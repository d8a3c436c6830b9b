using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Mail.Templates;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Mail.Writing;

[Needs(Permission.EditMail)]
public sealed class CopyPage(Database db, SaveBlast save, KeepTemplate keep, Words words) : PageModel
{
    public IActionResult OnGet(long id) => Redirect($"~/mail/{id}");

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (await db.Blasts.AsNoTracking().SingleOrDefaultAsync(b => b.Id == id, ct) is not { } blast) return NotFound();
        if (blast.TemplateName is { } name)
        {
            var (kept, whyNot) = await keep.Run(blast, words["{0} (copy)", name.Length > KeepTemplate.LongestName - 10 ? name[..(KeepTemplate.LongestName - 10)] : name], ct);
            if (kept is null) this.Warn(whyNot ?? "");
            else this.Say(words["This is a new template with the same text."]);
            return Redirect($"~/mail/{(kept ?? blast).Id}/edit");
        }

        var copy = await save.Copy(blast, words["{0} (copy)", blast.Subject.Length > 180 ? blast.Subject[..180] : blast.Subject], ct);
        this.Say(words["This is a new draft with the same text."]);
        return Redirect($"~/mail/{copy.Id}/edit");
    }
}
