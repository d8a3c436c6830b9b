using Microsoft.EntityFrameworkCore;
using Preau.Accounts;

namespace Preau.Texting.Peers;

/// <summary>What a press of «send» came to.</summary>
public enum OpeningEnd
{
    Sent,

    /// <summary>Pressed twice, or in another tab: it was sent once.</summary>
    Already,

    /// <summary>Not now; nothing has changed.</summary>
    NotNow,

    /// <summary>May not be written to; the next one is.</summary>
    LeftOut,
}

/// <summary>
/// One press, one text: puts the first text to one person on its way. The last word is asked here, so that the volunteer is told, and again right before it is handed over.
/// </summary>
public sealed class SendOpening(Database db, CurrentAccount me, TexterDesk desk, CompileScript compile, LastTextCheck check, TextGateways gateways, TextFoot foot, FindConversation find, TimeProvider clock)
{
    public async Task<(OpeningEnd End, string? Reason)> Run(TextCampaign campaign, CampaignContact contact, CancellationToken ct)
    {
        if (contact.Stage != ContactStage.Unsent) return (OpeningEnd.Already, null);
        if (campaign.State != TextCampaignState.Open || await gateways.Current(ct) is null) return (OpeningEnd.NotNow, null);
        if (await check.WhyNotFirst(contact.NumberKey, contact.PersonId, campaign.IsTargeted, ct) is { } why)
        {
            if (why is TextWords.Law or TextWords.Hours) return (OpeningEnd.NotNow, why);
            return await LeaveOut(campaign, contact, why, ct);
        }

        if (await compile.For(campaign.Opening, campaign.Language, contact.PersonId, me.Name, ct) is not { Length: > 0 } words) return await LeaveOut(campaign, contact, TextWords.Unwritten, ct);
        var text = words + foot.In(campaign.Language);
        if (SmsText.Of(text).Segments > TextMessage.MostSegments) return await LeaveOut(campaign, contact, TextWords.Unwritten, ct);
        return (await Put(campaign, contact, text, ct) ? OpeningEnd.Sent : OpeningEnd.Already, null);
    }

    private async Task<bool> Put(TextCampaign campaign, CampaignContact contact, string words, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // One statement decides who was first, and that the campaign still runs.
        var isFirst = await db.CampaignContacts.Where(c => c.Id == contact.Id && c.Stage == ContactStage.Unsent && c.AccountId == me.Id && db.TextCampaigns.Any(t => t.Id == c.TextCampaignId && t.State == TextCampaignState.Open))
            .ExecuteUpdateAsync(s => s.SetProperty(c => c.Stage, ContactStage.Sent).SetProperty(c => c.SentAt, now), ct);
        if (isFirst == 0) return false;
        var conversation = await find.Hold(contact.NumberKey, ct);
        // No conversation to look after until somebody answers.
        if (db.Entry(conversation).State == EntityState.Added) conversation.LastAt = Conversation.Never;
        conversation.PersonId = contact.PersonId;
        var text = new TextMessage
        {
            ConversationId = conversation.Id, PersonId = contact.PersonId, NumberKey = contact.NumberKey, Text = words, IsSigned = true, AuthorId = me.Id, CampaignContactId = contact.Id, IsOpening = true, At = now,
        };
        db.Add(text);
        db.Enqueue(new SendText(text.Id));
        await desk.Seen(campaign.Id, ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    private async Task<(OpeningEnd, string?)> LeaveOut(TextCampaign campaign, CampaignContact contact, string why, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        (contact.Stage, contact.Reason, contact.EndedAt) = (ContactStage.LeftOut, why, clock.GetUtcNow());
        await desk.Seen(campaign.Id, ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return (OpeningEnd.LeftOut, why);
    }
}
