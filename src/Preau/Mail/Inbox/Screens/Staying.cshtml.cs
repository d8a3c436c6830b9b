using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Mail.Inbox;

/// <summary>They do not ask to leave; where they were taken off for it, what held before holds again.</summary>
[Needs(Permission.AnswerMail)]
public sealed class StayingPage(Database db, HearLeave hear, Words words) : PageModel
{
    public IActionResult OnGet(long id) => LocalRedirect($"~/inbox/{id}");

    public async Task<IActionResult> OnPost(long id, long mail, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await db.MailThreads.SingleOrDefaultAsync(t => t.Id == id, ct) is not { } thread || await db.InboxMails.SingleOrDefaultAsync(m => m.Id == mail && m.MailThreadId == id && (m.Leave == LeaveState.Done || m.Leave == LeaveState.Perhaps), ct) is not { } row) return NotFound();
        var isDone = row.Leave == LeaveState.Done;
        if (isDone) await hear.Undo(row, thread.BlastId, ct);
        row.Leave = LeaveState.Dismissed;
        // What seemed settled is to be read after all.
        if (isDone) (thread.IsAutomatic, thread.IsClosed) = (false, false);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        this.Say(isDone ? words["What they had agreed to before holds again."] : words["They stay on the list."]);
        return LocalRedirect($"~/inbox/{id}");
    }
}
