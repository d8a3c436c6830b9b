using Microsoft.EntityFrameworkCore;

namespace Preau.Texting.Peers;

/// <summary>Where somebody of a texting campaign stands, as their texts come and go. The callers save, in a transaction.</summary>
public sealed class MoveContact(Database db)
{
    /// <summary>How long after the first text an answer still belongs to the campaign.</summary>
    private static readonly TimeSpan AnswersFor = LastTextCheck.AnswerWithin;

    /// <summary>The first text came to an end. What did not leave for the hour goes back to its volunteer; what cannot leave says why.</summary>
    public async Task Ended(TextMessage text, TextState state, string? reason, DateTimeOffset now, CancellationToken ct)
    {
        if (text is not { IsOpening: true, CampaignContactId: { } id }) return;
        var contact = db.CampaignContacts.Where(c => c.Id == id);
        switch (state)
        {
            case TextState.Refused when reason is TextWords.Hours or TextWords.Law:
                await contact.Where(c => c.Stage == ContactStage.Sent).ExecuteUpdateAsync(s => s.SetProperty(c => c.Stage, ContactStage.Unsent).SetProperty(c => c.SentAt, (DateTimeOffset?)null), ct);
                break;
            case TextState.Refused:
                await contact.Where(c => c.Stage == ContactStage.Sent).ExecuteUpdateAsync(s => s.SetProperty(c => c.Stage, ContactStage.LeftOut).SetProperty(c => c.Reason, reason).SetProperty(c => c.EndedAt, now), ct);
                break;
            case TextState.Delivered:
                await contact.Where(c => c.ArrivedAt == null).ExecuteUpdateAsync(s => s.SetProperty(c => c.ArrivedAt, now), ct);
                // Told first that it did not arrive, and then that it did.
                await contact.Where(c => c.Stage == ContactStage.LeftOut && (c.Reason == TextWords.Undelivered || c.Reason == TextWords.Gateway))
                    .ExecuteUpdateAsync(s => s.SetProperty(c => c.Stage, ContactStage.Sent).SetProperty(c => c.Reason, (string?)null).SetProperty(c => c.EndedAt, (DateTimeOffset?)null), ct);
                break;
        }
    }

    /// <summary>Somebody wrote: it belongs to the campaign that wrote to the number last, and waits for an answer.</summary>
    public async Task Wrote(TextMessage text, CancellationToken ct)
    {
        var since = text.At - AnswersFor;
        if (await db.CampaignContacts.Where(c => c.NumberKey == text.NumberKey && c.SentAt > since && c.Stage != ContactStage.OptedOut).OrderByDescending(c => c.SentAt).ThenByDescending(c => c.Id).FirstOrDefaultAsync(ct) is not { } contact) return;
        text.CampaignContactId = contact.Id;
        (contact.Stage, contact.AnsweredAt, contact.EndedAt) = (ContactStage.NeedsAnswer, text.At, null);
    }

    /// <summary>They were answered.</summary>
    public async Task Answered(CampaignContact contact, DateTimeOffset now, CancellationToken ct) =>
        await db.CampaignContacts.Where(c => c.Id == contact.Id && c.Stage == ContactStage.NeedsAnswer && c.AnsweredAt <= now).ExecuteUpdateAsync(s => s.SetProperty(c => c.Stage, ContactStage.Talking), ct);

    /// <summary>The number gets no more texts: not from any campaign, whether one wrote to it yet or not.</summary>
    public Task Stopped(string numberKey, DateTimeOffset now, CancellationToken ct) =>
        db.CampaignContacts.Where(c => c.NumberKey == numberKey && c.Stage != ContactStage.OptedOut)
            .ExecuteUpdateAsync(s => s.SetProperty(c => c.Stage, ContactStage.OptedOut).SetProperty(c => c.EndedAt, now), ct);
}
