using Microsoft.EntityFrameworkCore;

namespace Preau.Texting;

/// <summary>The conversation with a number, begun where there is none yet.</summary>
public sealed class FindConversation(Database db, TimeProvider clock)
{
    /// <summary>Nobody else begins or changes it until the transaction ends: two texts that come at the same moment are one conversation. The caller saves.</summary>
    public async Task<Conversation> Hold(string numberKey, CancellationToken ct)
    {
        // SQLite has one writer at a time; its transactions take the lock when they begin.
        if (db.Dialect == Dialect.Postgres) await db.Execute("People/HoldKey", ct, ("key", numberKey));
        if (await db.Conversations.SingleOrDefaultAsync(c => c.NumberKey == numberKey, ct) is { } known) return known;
        var conversation = new Conversation { NumberKey = numberKey, LastAt = clock.GetUtcNow() };
        db.Add(conversation);
        return conversation;
    }

    /// <summary>When the text of theirs came in that stood last on somebody's screen; null where none did.</summary>
    public async Task<DateTimeOffset?> SeenAt(long conversationId, long? textId, CancellationToken ct) =>
        textId is null ? null : await db.TextMessages.Where(t => t.Id == textId && t.ConversationId == conversationId && t.IsIncoming).Select(t => (DateTimeOffset?)t.At).SingleOrDefaultAsync(ct);

    /// <summary>Somebody read it until a text of theirs, the last that stood on the screen; not where one before it stood on none. In the transaction that holds the conversation.</summary>
    /// <param name="conversation">Held.</param>
    /// <param name="until">When that text came in.</param>
    /// <param name="shown">The texts that the screen has for whoever reads.</param>
    /// <param name="ct">Gives up.</param>
    public async Task Read(Conversation conversation, DateTimeOffset until, IQueryable<TextMessage> shown, CancellationToken ct)
    {
        var since = conversation.ReadAt ?? Conversation.Never;
        if (!await db.TextMessages.AnyAsync(t => t.ConversationId == conversation.Id && t.IsIncoming && t.At > since && t.At <= until && !shown.Any(s => s.Id == t.Id), ct)) conversation.Read(until);
    }

    /// <summary>Who has this number, known longest first; those in the archive are not asked for.</summary>
    public Task<List<long>> Owners(string numberKey, CancellationToken ct) =>
        db.People.Where(p => p.ArchivedAt == null && db.PersonPhones.Any(n => n.PersonId == p.Id && n.PhoneKey == numberKey)).OrderBy(p => p.Id).Select(p => p.Id).Take(20).ToListAsync(ct);
}
