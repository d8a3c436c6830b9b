using Microsoft.EntityFrameworkCore;
using Preau.Mail.Pacing;

namespace Preau.Texting.Peers;

/// <summary>Where somebody of a texting campaign stands, as their texts come and go. The callers save, in a transaction.</summary>
public sealed class MoveContact(Database db)
{
    /// <summary>How long after the first text an answer still belongs to the campaign.</summary>
    private static readonly TimeSpan AnswersFor = LastTextCheck.AnswerWithin;

    /// <summary>A text came to an end. A first one that could not leave now goes back to its volunteer, one that cannot leave says why; whoever did not get their answer waits for one again.</summary>
    public async Task Ended(TextMessage text, TextState state, string? reason, DateTimeOffset now, CancellationToken ct)
    {
        if (text.CampaignContactId is not { } id) return;
        if (!text.IsOpening)
        {
            if (state == TextState.Refused) await Unanswered(id, text, ct);
            return;
        }

        var contact = db.CampaignContacts.Where(c => c.Id == id);
        switch (state)
        {
            case TextState.Refused when IsForNow(reason):
                await contact.Where(c => c.Stage == ContactStage.Sent).ExecuteUpdateAsync(s => s.SetProperty(c => c.Stage, ContactStage.Unsent).SetProperty(c => c.SentAt, (DateTimeOffset?)null), ct);
                break;
            case TextState.Refused:
                await contact.Where(c => c.Stage == ContactStage.Sent).ExecuteUpdateAsync(s => s.SetProperty(c => c.Stage, ContactStage.LeftOut).SetProperty(c => c.Reason, reason).SetProperty(c => c.EndedAt, now), ct);
                break;
            case TextState.Delivered:
                await contact.Where(c => c.ArrivedAt == null).ExecuteUpdateAsync(s => s.SetProperty(c => c.ArrivedAt, now), ct);
                // Told first that it did not arrive, or did not leave, and then that it did.
                var sent = text.StartedAt ?? text.At;
                await contact.Where(c => c.Stage == ContactStage.Unsent || (c.Stage == ContactStage.LeftOut && (c.Reason == TextWords.Undelivered || c.Reason == TextWords.Gateway)))
                    .ExecuteUpdateAsync(s => s.SetProperty(c => c.Stage, ContactStage.Sent).SetProperty(c => c.SentAt, sent).SetProperty(c => c.Reason, (string?)null).SetProperty(c => c.EndedAt, (DateTimeOffset?)null), ct);
                break;
        }
    }

    /// <summary>Whether what kept a first text back passes: nothing left, and it may be sent later.</summary>
    public static bool IsForNow(string? reason) => reason is TextWords.Law or TextWords.Hours or TextWords.Away or ContactPressure.Reason;

    private Task<int> Unanswered(long contactId, TextMessage text, CancellationToken ct) =>
        db.CampaignContacts.Where(c => c.Id == contactId && c.Stage == ContactStage.Talking && !db.TextMessages.Any(t => t.CampaignContactId == contactId && !t.IsIncoming && t.Id != text.Id && t.At >= text.At && t.State != TextState.Refused))
            .ExecuteUpdateAsync(s => s.SetProperty(c => c.Stage, ContactStage.NeedsAnswer), ct);

    /// <summary>Somebody wrote: it belongs to the campaign that wrote to the number last, and waits for an answer.</summary>
    public async Task Wrote(TextMessage text, CancellationToken ct)
    {
        var since = text.At - AnswersFor;
        if (await db.CampaignContacts.Where(c => c.NumberKey == text.NumberKey && c.SentAt > since && c.Stage != ContactStage.OptedOut).OrderByDescending(c => c.SentAt).ThenByDescending(c => c.Id).FirstOrDefaultAsync(ct) is not { } contact) return;
        text.CampaignContactId = contact.Id;
        (contact.Stage, contact.AnsweredAt, contact.EndedAt) = (ContactStage.NeedsAnswer, text.At, null);
    }

    /// <summary>What they wrote until then was answered.</summary>
    public async Task Answered(CampaignContact contact, DateTimeOffset until, CancellationToken ct) =>
        await db.CampaignContacts.Where(c => c.Id == contact.Id && c.Stage == ContactStage.NeedsAnswer && c.AnsweredAt <= until).ExecuteUpdateAsync(s => s.SetProperty(c => c.Stage, ContactStage.Talking), ct);

    /// <summary>The number gets no more texts: not from any campaign, whether one wrote to it yet or not. Whoever is held out of one gets none anyway, and goes on being compared.</summary>
    public Task Stopped(string numberKey, DateTimeOffset now, CancellationToken ct) =>
        db.CampaignContacts.Where(c => c.NumberKey == numberKey && c.Stage != ContactStage.OptedOut && c.Stage != ContactStage.HeldOut)
            .ExecuteUpdateAsync(s => s.SetProperty(c => c.Stage, ContactStage.OptedOut).SetProperty(c => c.EndedAt, now), ct);
}
