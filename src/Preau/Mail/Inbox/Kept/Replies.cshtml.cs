using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;

namespace Preau.Mail.Inbox;

[Needs(Permission.AnswerMail)]
public sealed class RepliesPage(Database db) : PageModel
{
    public IReadOnlyList<SavedReply> Replies { get; private set; } = [];

    public async Task OnGet(CancellationToken ct) => Replies = await db.SavedReplies.AsNoTracking().OrderBy(r => r.NameKey).ThenBy(r => r.Id).Take(SavedReply.Most).ToListAsync(ct);
}
