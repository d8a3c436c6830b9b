using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;

namespace Preau.Mail.Inbox;

[Needs(Permission.AnswerMail)]
public sealed class RulesPage(Database db) : PageModel
{
    public IReadOnlyList<(InboxRule Rule, string? Assignee)> Rules { get; private set; } = [];

    public async Task OnGet(CancellationToken ct) => Rules = [.. (await db.InboxRules.AsNoTracking().OrderBy(r => r.Id).Take(InboxRule.Most)
        .Select(r => new { Rule = r, Assignee = db.Accounts.Where(a => a.Id == r.AssigneeId).Select(a => a.Name).FirstOrDefault() }).ToListAsync(ct)).Select(r => (r.Rule, r.Assignee))];
}
