using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.People;
using Preau.Shared;

namespace Preau.Texting;

/// <param name="By">Who of the campaign wrote it.</param>
public sealed record ThreadLine(TextMessage Text, string? By);

/// <summary>Conversations and their texts, as whoever asks may see them: volunteers those with their own people.</summary>
public sealed class Threads(Database db, CurrentAccount me, CurrentNation nation)
{
    private const int Shown = 200;

    public IQueryable<Conversation> Seen => db.OnlyAssigned ? db.Conversations.Where(c => db.People.Any(p => p.Id == c.PersonId)) : db.Conversations;

    /// <summary>Where two share a telephone, a volunteer reads what was written with the one they look after.</summary>
    public IQueryable<TextMessage> SeenTexts => db.OnlyAssigned ? db.TextMessages.Where(t => db.People.Any(p => p.Id == t.PersonId)) : db.TextMessages;

    /// <summary>The last ones, oldest first.</summary>
    public async Task<IReadOnlyList<ThreadLine>> Lines(long conversationId, CancellationToken ct)
    {
        var lines = await SeenTexts.AsNoTracking().Where(t => t.ConversationId == conversationId).OrderByDescending(t => t.At).ThenByDescending(t => t.Id).Take(Shown)
            .Select(t => new ThreadLine(t, db.Accounts.Where(a => a.Id == t.AuthorId).Select(a => a.Name).FirstOrDefault())).ToListAsync(ct);
        lines.Reverse();
        return lines;
    }

    /// <summary>The number as whoever asks may see it.</summary>
    public string Number(string key) => !key.StartsWith('+') ? key : me.SeesContacts ? PhoneNumber.Display(key, nation.Facts.Country) : PhoneNumber.Hidden(key);
}
