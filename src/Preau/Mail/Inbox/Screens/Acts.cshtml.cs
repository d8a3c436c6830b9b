using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.People;
using Preau.Shared;

namespace Preau.Mail.Inbox;

/// <summary>Does one thing with the conversations that were ticked.</summary>
[Needs(Permission.AnswerMail)]
public sealed class ActsPage(Database db, Team team, TagPeople tags, CurrentAccount me, Words words) : PageModel
{
    private const int Most = 200;

    public IActionResult OnGet() => LocalRedirect("~/inbox");

    public async Task<IActionResult> OnPost(long[]? ids, string? act, long? account, string? tagName, string? view, CancellationToken ct)
    {
        long[] chosen = [.. (ids ?? []).Distinct().Take(Most)];
        var threads = await db.MailThreads.Where(t => chosen.Contains(t.Id)).ToListAsync(ct);
        if (threads.Count == 0) this.Warn(words["Nothing was chosen."]);
        else await Do(threads, act, account, tagName, ct);
        return LocalRedirect("~" + QueryText.After("/inbox", [("view", EnumText<InboxView>.TryParse(view, out _) ? view : null)]));
    }

    private async Task Do(List<MailThread> threads, string? act, long? account, string? tagName, CancellationToken ct)
    {
        switch (act)
        {
            case "assign" when account is null || await team.Has(account.Value, ct):
                threads.ForEach(t => t.AssigneeId = account);
                break;
            case "tag" when me.Can(Permission.EditPeople) && NameKey.Of(tagName).Length > 0:
                foreach (var person in threads.Select(t => t.PersonId).OfType<long>().Distinct()) await tags.Add(person, tagName!, ct);
                break;
            case "close":
                threads.ForEach(t => (t.IsClosed, t.IsUnread) = (true, false));
                break;
            case "reopen":
                threads.ForEach(t => (t.IsClosed, t.IsAutomatic) = (false, false));
                break;
            case "read":
                threads.ForEach(t => t.IsUnread = false);
                break;
            default:
                this.Warn(words["Choose what to do, and with what."]);
                return;
        }

        await db.SaveChangesAsync(ct);
        var unknown = act == "tag" ? threads.Count(t => t.PersonId is null) : 0;
        this.Say(unknown > 0 ? words.Count(unknown, "Done, but for {0} conversation of which nobody knows who wrote.", "Done, but for {0} conversations of which nobody knows who wrote.") : words.Count(threads.Count, "Done with {0} conversation.", "Done with {0} conversations."));
    }
}
