using Microsoft.EntityFrameworkCore;
using Preau.Mail.Inbox;

namespace Preau.Texting;

/// <summary>
/// A number from which a text came that speaks of stopping, and that nobody has read yet, gets no text that is sent to many and no first one of a campaign (docs/decisions/0044). A STOP needs nobody, and shuts it.
/// </summary>
public sealed class PerhapsStopped(Database db)
{
    /// <param name="numbers">Of some hundred people, by their keys.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<IReadOnlySet<string>> Among(IReadOnlyCollection<string> numbers, CancellationToken ct)
    {
        var keys = numbers.Distinct(StringComparer.Ordinal).ToArray();
        var unread = await db.Conversations.Where(c => EF.Parameter(keys).Contains(c.NumberKey) && c.IsUnread).Select(c => new { c.Id, c.NumberKey, c.ReadAt }).ToDictionaryAsync(c => c.Id, ct);
        var perhaps = new HashSet<string>(StringComparer.Ordinal);
        if (unread.Count == 0) return perhaps;
        var ids = unread.Keys.ToArray();
        var texts = await db.TextMessages.Where(t => EF.Parameter(ids).Contains(t.ConversationId) && t.IsIncoming).OrderBy(t => t.At).ThenBy(t => t.Id).Select(t => new { t.ConversationId, t.At, t.Keyword, t.Text }).ToListAsync(ct);
        foreach (var text in texts)
        {
            var conversation = unread[text.ConversationId];
            if (text.At <= conversation.ReadAt) continue;
            // A keyword says something else since, and a STOP says it for sure.
            if (text.Keyword is not null || StopWord.Is(text.Text)) perhaps.Remove(conversation.NumberKey);
            else if (StopWord.IsIn(text.Text) || LeaveWish.Of("", text.Text) != Wish.None) perhaps.Add(conversation.NumberKey);
        }

        return perhaps;
    }
}
