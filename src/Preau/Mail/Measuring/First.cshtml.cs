using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Mail.Measuring;

/// <summary>Says whether the versions of a draft go to a part first.</summary>
[Needs(Permission.EditMail)]
public sealed class FirstPage(Database db, ChangeVersions change, Words words) : PageModel
{
    [BindProperty]
    public FirstForm Form { get; set; } = new();

    public IActionResult OnGet(long id) => Redirect($"~/mail/{id}/versions");

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (await db.Blasts.AsNoTracking().SingleOrDefaultAsync(b => b.Id == id, ct) is not { } blast) return NotFound();
        if (!ModelState.IsValid) this.Warn(words["Nothing was saved: the part is from 5 to 90 percent, and the others wait from half an hour to three days."]);
        else if (Form.IsFirst && await db.BlastVersions.AnyAsync(v => v.BlastId == id && v.DelayMinutes > 0, ct)) this.Warn(words["A version leaves later than the first: send all versions at once, or that one together with the first."]);
        else if (await change.SendFirst(blast, Form, ct)) this.Say(words["Saved."]);
        else this.Warn(words["It is no draft any more: nothing of what you wrote here was saved."]);
        return Redirect($"~/mail/{id}/versions");
    }
}
