using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;

namespace Preau.Texting;

/// <summary>Somebody read what came in and has nothing to answer.</summary>
[Needs(Permission.WriteTexts)]
public sealed class ReadingPage(Database db, Threads threads, FindConversation find) : PageModel
{
    public IActionResult OnGet(long id) => LocalRedirect($"~/texts/{id}");

    /// <param name="id">The conversation.</param>
    /// <param name="seen">The last text of theirs that was on the screen.</param>
    /// <param name="ct">Ends with the request.</param>
    public async Task<IActionResult> OnPost(long id, long? seen, CancellationToken ct)
    {
        if (await threads.Seen.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, ct) is not { } known) return NotFound();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var conversation = await find.Hold(known.NumberKey, ct);
        if (await find.SeenAt(id, seen, ct) is { } until) await find.Read(conversation, until, threads.SeenTexts, ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return LocalRedirect(conversation.IsUnread ? $"~/texts/{id}" : "~/texts");
    }
}
