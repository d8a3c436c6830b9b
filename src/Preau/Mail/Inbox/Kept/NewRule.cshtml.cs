using Microsoft.AspNetCore.Mvc;
using Preau.Accounts;
using Preau.People;
using Preau.Shared;

namespace Preau.Mail.Inbox;

[Needs(Permission.AnswerMail)]
public sealed class NewRulePage(Database db, RuleDesk desk, Team team, Words words) : RulePage(db, desk, team, words)
{
    public Task<IActionResult> OnGet(CancellationToken ct) => Show(ct);

    public Task<IActionResult> OnPost([FromForm(Name = "try")] bool isTry, CancellationToken ct) => Take(null, isTry, ct);
}
