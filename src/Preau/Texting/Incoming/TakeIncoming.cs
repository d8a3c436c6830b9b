using Microsoft.EntityFrameworkCore;
using Preau.Mail;
using Preau.Shared;
using Preau.Texting.Keywords;
using Preau.Texting.Peers;

namespace Preau.Texting;

/// <param name="From">As the gateway wrote it.</param>
/// <param name="Id">The gateway's number of it; empty where it gives none.</param>
/// <param name="To">The number of ours, as the gateway wrote it; empty where it does not say.</param>
public sealed record IncomingSms(string From, string Text, string Id, string To)
{
    /// <summary>How much of one is kept.</summary>
    public const int Longest = 5000;

    /// <summary>The gateway heard it as a STOP and has said so to whoever wrote it.</summary>
    public bool IsStopped { get; init; }

    /// <summary>The gateway never gives its number to another one: told again years later, it is the same.</summary>
    public bool HasLastingId { get; init; }
}

/// <summary>A text came in: it joins the conversation with its number, and a STOP is heard at once, and so is a keyword. Told twice under one number of the gateway, it came once.</summary>
public sealed class TakeIncoming(Database db, FindConversation find, StopNumber stop, MoveContact contacts, HearKeyword keywords, TextFoot foot, TextGateways gateways, CurrentNation nation, TimeProvider clock)
{
    private static readonly TimeSpan ConfirmationGap = TimeSpan.FromHours(24);

    // A gateway that begins to count anew gives a number a second time.
    private static readonly TimeSpan ToldAgainWithin = TimeSpan.FromHours(24);

    public async Task Run(IncomingSms sms, CancellationToken ct)
    {
        var key = KeyOf(sms.From, nation.Facts.Country, out var isNumber);
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var conversation = await find.Hold(key, ct);
        var gatewayId = sms.Id.Length == 0 ? null : sms.Id;
        var lately = sms.HasLastingId ? DateTimeOffset.UnixEpoch : now - ToldAgainWithin;
        if (gatewayId is not null && await db.TextMessages.AnyAsync(t => t.GatewayId == gatewayId && t.IsIncoming && t.NumberKey == key && t.Text == sms.Text && t.At > lately, ct)) return;
        var owners = await find.Owners(key, ct);
        // Whoever was written to last goes on being meant while the number is theirs.
        if (owners.Count > 0 && (conversation.PersonId is not { } known || !owners.Contains(known))) conversation.PersonId = owners.Count == 1 ? owners[0] : null;
        if (KeyOf(sms.To, nation.Facts.Country, out _) is var to && (await gateways.Senders(ct)).IsOurs(to)) conversation.OurNumber = to;
        var isStop = sms.IsStopped || StopWord.Is(sms.Text);
        var keyword = isNumber && !isStop ? await keywords.In(sms.Text, ct) : null;
        (conversation.LastAt, conversation.LastInAt) = (now, now);
        // A STOP and nothing else is done and answered by itself, where it is known whose, and so is a keyword, unless somebody has to say who wrote: what is unread waits for somebody.
        conversation.IsUnread |= !(isNumber && (sms.IsStopped || StopWord.IsAlone(sms.Text))) && (keyword is null || !KeywordKey.IsAlone(sms.Text) || (conversation.PersonId is null && owners.Count > 0));
        var text = new TextMessage
        {
            ConversationId = conversation.Id, PersonId = conversation.PersonId, NumberKey = key, IsIncoming = true, Text = sms.Text, State = TextState.Received, GatewayId = gatewayId, Keyword = keyword?.Word, At = now,
        };
        db.Add(text);
        if (isStop) await Stop(conversation, isNumber, sms.IsStopped, now, ct);
        else await contacts.Wrote(text, ct);
        await db.SaveChangesAsync(ct);
        if (keyword is not null) await keywords.Run(keyword, conversation, text, ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    private async Task Stop(Conversation conversation, bool isNumber, bool isConfirmed, DateTimeOffset now, CancellationToken ct)
    {
        var key = conversation.NumberKey;
        await stop.Run(key, "text", ct);
        await Leave(key, now, ct);
        if (!isNumber || now - conversation.ConfirmedAt < ConfirmationGap) return;
        conversation.ConfirmedAt = now;
        if (isConfirmed) return;
        var confirmation = new TextMessage
        {
            ConversationId = conversation.Id, PersonId = conversation.PersonId, NumberKey = key, Text = await foot.Confirmation(conversation.PersonId, ct), IsConfirmation = true, At = now.AddMilliseconds(1),
        };
        db.Add(confirmation);
        db.Enqueue(new SendText(confirmation.Id));
    }

    /// <summary>It counts as an answer to the last blast that came to the number, if that was lately.</summary>
    private async Task Leave(string key, DateTimeOffset now, CancellationToken ct)
    {
        var since = now - LastTextCheck.AnswerWithin;
        if (await db.TextMessages.Where(t => t.NumberKey == key && t.BlastId != null && t.At > since).OrderByDescending(t => t.At).Select(t => new { t.BlastId, t.PersonId }).FirstOrDefaultAsync(ct) is not { BlastId: { } blastId, PersonId: { } personId }) return;
        var month = await db.Blasts.Where(b => b.Id == blastId).Select(b => b.Month).SingleAsync(ct);
        if (await MarkLeft.Run(db, blastId, month, [personId], now, ct) > 0) db.Trail.Record("texts.unsubscribed", [personId], subjectId: blastId);
    }

    // +687 78 12 34: a gateway that writes a French number without its «+» begins with 33, one that writes it as at home with 0.
    private const int ShortestAbroad = 9;

    /// <summary>Gateways write a number with or without its «+», which a query turns into a gap; what is none (a short code, a name) stays as it came.</summary>
    public static string KeyOf(string from, string country, out bool isNumber)
    {
        var given = from.Trim();
        isNumber = true;
        if (given.Length >= ShortestAbroad && given.All(char.IsAsciiDigit) && given[0] != '0' && PhoneNumber.TryParse("+" + given, country, out var whole)) return whole.Key;
        if (PhoneNumber.TryParse(from.StartsWith(' ') ? "+" + given : given, country, out var phone)) return phone.Key;
        isNumber = false;
        return given.ToUpperInvariant();
    }
}
