using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Texting.Peers;

namespace Preau.Texting;

/// <summary>Puts a text on its way: from here on the background work hands it over, once.</summary>
public sealed class WriteText(Database db, CurrentAccount me, FindConversation find, Threads threads, TextFoot foot, MoveContact contacts, TimeProvider clock)
{
    /// <summary>The form was checked. In a transaction of its own.</summary>
    /// <returns>The conversation that it stands in.</returns>
    public Task<long> Run(string numberKey, long? personId, TextForm form, CancellationToken ct) => Run(numberKey, personId, form, contact: null, ct);

    /// <param name="numberKey">Where to.</param>
    /// <param name="personId">Whom to.</param>
    /// <param name="form">What.</param>
    /// <param name="contact">Whom of a texting campaign it answers.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<long> Run(string numberKey, long? personId, TextForm form, CampaignContact? contact, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var conversation = await find.Hold(numberKey, ct);
        var key = string.IsNullOrWhiteSpace(form.EntryKey) ? null : form.EntryKey;
        if (key is not null && await db.TextMessages.AnyAsync(t => t.EntryKey == key, ct)) return conversation.Id;
        var now = clock.GetUtcNow();
        var below = await foot.Below(numberKey, personId, ct);
        var text = new TextMessage
        {
            ConversationId = conversation.Id, PersonId = personId, NumberKey = numberKey, Text = form.Plain + below, IsSigned = below.Length > 0, AuthorId = me.Id, EntryKey = key, CampaignContactId = contact?.Id, At = now,
        };
        db.Add(text);
        var read = await find.SeenAt(conversation.Id, form.Seen, ct);
        if (read is { } until) await find.Read(conversation, until, contact is null ? threads.SeenTexts : db.TextMessages.Where(t => t.CampaignContactId == contact.Id), ct);
        if (personId is { } person) conversation.GoesTo(person);
        conversation.LastAt = now;
        if (contact is not null && read is { } answered) await contacts.Answered(contact, answered, ct);
        db.Enqueue(new SendText(text.Id));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return conversation.Id;
    }
}
