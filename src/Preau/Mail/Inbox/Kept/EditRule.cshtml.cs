using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.People;
using Preau.Shared;

namespace Preau.Mail.Inbox;

[Needs(Permission.AnswerMail)]
public sealed class EditRulePage(Database db, RuleDesk desk, Team team, Words words) : RulePage(db, desk, team, words)
{
    private readonly Database rules = db;

    public async Task<IActionResult> OnGet(long id, CancellationToken ct)
    {
        if (await rules.InboxRules.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, ct) is not { } rule) return NotFound();
        Form = RuleForm.Of(rule);
        return await Show(ct);
    }

    public async Task<IActionResult> OnPost(long id, [FromForm(Name = "try")] bool isTry, CancellationToken ct) =>
        await rules.InboxRules.AnyAsync(r => r.Id == id, ct) ? await Take(id, isTry, ct) : NotFound();
}
