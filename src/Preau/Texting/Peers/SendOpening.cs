using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Mail.Pacing;

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

    /// <summary>Somebody else writes to the number, or they have had their share of messages for now: it went back to the pool, and the next one is sent.</summary>
    GivenBack,
}

/// <summary>
/// One press, one text: puts the first text to one person on its way. The last word is asked here, so that the volunteer is told, and again right before it is handed over.
/// </summary>
public sealed class SendOpening(Database db, CurrentAccount me, TexterDesk desk, CompileScript compile, LastTextCheck check, TextGateways gateways, TextFoot foot, FindConversation find, TimeProvider clock)
{
    /// <param name="campaign">The campaign.</param>
    /// <param name="contact">One of those whom I was given.</param>
    /// <param name="seen">The text that the volunteer saw when pressing, by <see cref="Mark"/>.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<(OpeningEnd End, string? Reason)> Run(TextCampaign campaign, CampaignContact contact, string? seen, CancellationToken ct)
    {
        if (contact.Stage != ContactStage.Unsent) return (OpeningEnd.Already, null);
        if (campaign.State != TextCampaignState.Open || await gateways.Current(ct) is null) return (OpeningEnd.NotNow, null);
        if (await IsAway(ct)) return (OpeningEnd.NotNow, TextWords.Away);
        if (await check.WhyNotFirst(contact.NumberKey, contact.PersonId, contact.Id, campaign.IsTargeted, ct) is { } why)
        {
            if (why == ContactPressure.Reason) return await GiveBack(campaign, contact, why, ct);
            if (MoveContact.IsForNow(why)) return (OpeningEnd.NotNow, why);
            return await LeaveOut(campaign, contact, why, ct);
        }

        if (await compile.For(campaign.Opening, campaign.Language, contact.PersonId, me.Name, ct) is not { Length: > 0 } words) return await LeaveOut(campaign, contact, TextWords.Unwritten, ct);
        var text = words + foot.In(campaign.Language);
        if (SmsText.Of(text).Segments > TextMessage.MostSegments) return await LeaveOut(campaign, contact, TextWords.Unwritten, ct);
        // Nobody sends what they have not read.
        if (seen is not null && seen != Mark(text)) return (OpeningEnd.NotNow, TextWords.Changed);
        return await Put(campaign, contact, text, ct);
    }

    /// <summary>Stands for a text, short enough for a form.</summary>
    public static string Mark(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];

    private async Task<(OpeningEnd End, string? Reason)> Put(TextCampaign campaign, CampaignContact contact, string words, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var conversation = await find.Hold(contact.NumberKey, ct);
        // A campaign that was closed and opened again, or two that gave the number out at the same moment: who writes with it already goes on.
        if (await db.CampaignContacts.AnyAsync(GivePeople.Elsewhere(db, contact, me.Id), ct))
        {
            await transaction.RollbackAsync(ct);
            return await GiveBack(campaign, contact, TextWords.Elsewhere, ct);
        }

        // One statement decides who was first, and that the campaign still runs.
        var isFirst = await db.CampaignContacts.Where(c => c.Id == contact.Id && c.Stage == ContactStage.Unsent && c.AccountId == me.Id && db.TextCampaigns.Any(t => t.Id == c.TextCampaignId && t.State == TextCampaignState.Open))
            .ExecuteUpdateAsync(s => s.SetProperty(c => c.Stage, ContactStage.Sent).SetProperty(c => c.SentAt, now), ct);
        if (isFirst == 0) return (OpeningEnd.Already, null);
        // No conversation to look after until somebody answers.
        if (db.Entry(conversation).State == EntityState.Added) conversation.LastAt = Conversation.Never;
        conversation.GoesTo(contact.PersonId);
        var text = new TextMessage
        {
            ConversationId = conversation.Id, PersonId = contact.PersonId, NumberKey = contact.NumberKey, Text = words, IsSigned = true, AuthorId = me.Id, CampaignContactId = contact.Id, IsOpening = true, At = now,
        };
        db.Add(text);
        db.Enqueue(new SendText(text.Id));
        await desk.Seen(campaign.Id, ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return (OpeningEnd.Sent, null);
    }

    /// <summary>The last text that was begun was taken by no gateway, and none was since: more of the same would only grow old there.</summary>
    private async Task<bool> IsAway(CancellationToken ct) =>
        await db.TextMessages.Where(t => t.State == TextState.Waiting).MaxAsync(t => t.StartedAt, ct) is { } since && !await db.TextMessages.AnyAsync(t => (t.State == TextState.HandedOver || t.State == TextState.Delivered) && t.StartedAt > since, ct);

    /// <summary>Not by this volunteer, or not now: to the end of the pool.</summary>
    private async Task<(OpeningEnd, string?)> GiveBack(TextCampaign campaign, CampaignContact contact, string why, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.CampaignContacts.Where(c => c.Id == contact.Id && c.Stage == ContactStage.Unsent && c.AccountId == me.Id).ExecuteUpdateAsync(s => s.SetProperty(c => c.AccountId, (long?)null).SetProperty(c => c.AssignedAt, now), ct);
        await desk.Seen(campaign.Id, ct);
        db.Trail.Note("text_campaign.people_given", 1, subjectId: campaign.Id);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return (OpeningEnd.GivenBack, why);
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
