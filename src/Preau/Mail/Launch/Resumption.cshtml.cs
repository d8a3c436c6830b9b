using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Mail.Launch;

[Needs(Permission.SendMail)]
public sealed class ResumptionPage(Database db, ResumeBlast resume, Words words) : PageModel
{
    public IActionResult OnGet(long id) => Redirect($"~/mail/{id}");

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (await db.Blasts.SingleOrDefaultAsync(b => b.Id == id, ct) is not { } blast) return NotFound();
        var problems = await resume.Run(blast, ct);
        this.Say(problems.Count > 0 ? words["It cannot go on: {0}", string.Join(' ', problems.Select(p => p.Text))]
            : blast.State == BlastState.Sending ? words["It goes on where it stood."] : words["There was nothing to take up again: nothing is paused."]);
        return Redirect($"~/mail/{id}");
    }
}
