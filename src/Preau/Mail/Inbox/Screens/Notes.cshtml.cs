using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Mail.Inbox;

/// <summary>Keeps a note beside the mails, for the team.</summary>
[Needs(Permission.AnswerMail)]
public sealed class NotesPage(Database db, CurrentAccount me, Words words, TimeProvider clock) : PageModel
{
    private const int Longest = 4000;

    public IActionResult OnGet(long id) => LocalRedirect($"~/inbox/{id}");

    public async Task<IActionResult> OnPost(long id, string? text, CancellationToken ct)
    {
        if (await db.MailThreads.AsNoTracking().SingleOrDefaultAsync(t => t.Id == id, ct) is not { } thread) return NotFound();
        var note = OwnWords.Clean(text ?? "").Trim();
        if (note.Length is 0 or > Longest)
        {
            this.Warn(words["Write something, at most {0} signs.", Longest]);
            return LocalRedirect($"~/inbox/{id}");
        }

        db.Add(new InboxMail { MailThreadId = id, PersonId = thread.PersonId, Kind = InboxKind.Note, Subject = "", Text = note, SearchKey = InboxMail.SearchKeyOf("", note), State = AnswerState.Kept, AuthorId = me.Id, At = clock.GetUtcNow() });
        await db.SaveChangesAsync(ct);
        this.Say(words["The note is kept."]);
        return LocalRedirect($"~/inbox/{id}");
    }
}
