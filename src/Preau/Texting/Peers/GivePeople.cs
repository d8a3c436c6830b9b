using System.Globalization;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;

namespace Preau.Texting.Peers;

/// <summary>Gives a campaign's people to volunteers, from the pool or from each other. Whoever is given to two at once is one's: each row says whose it is in one statement.</summary>
public sealed class GivePeople(Database db, TimeProvider clock)
{
    private const int MostTries = 10;
    private static readonly ContactStage[] Open = [ContactStage.Unsent, ContactStage.Sent, ContactStage.NeedsAnswer, ContactStage.Talking];
    private static readonly ContactStage[] Written = [ContactStage.Sent, ContactStage.NeedsAnswer, ContactStage.Talking];

    /// <summary>From the pool; a number that another volunteer writes to for another campaign waits.</summary>
    /// <returns>How many it was.</returns>
    public async Task<int> FromPool(TextCampaign campaign, long accountId, int count, CancellationToken ct)
    {
        if (count <= 0) return 0;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var pool = db.CampaignContacts.Where(c => c.TextCampaignId == campaign.Id && c.Stage == ContactStage.Unsent && c.AccountId == null)
            .Where(IsNobodysTwin(db))
            .Where(c => !db.CampaignContacts.Any(o => o.NumberKey == c.NumberKey && o.TextCampaignId != c.TextCampaignId && o.AccountId != null && o.AccountId != accountId && Open.Contains(o.Stage)
                && db.TextCampaigns.Any(t => t.Id == o.TextCampaignId && t.State != TextCampaignState.Closed)))
            // Whoever was given back by a volunteer, for it was not their time, comes last.
            .OrderBy(c => c.AssignedAt != null).ThenBy(c => c.AssignedAt).ThenBy(c => c.Id);
        var given = 0;
        // Whoever asks at the same moment may have been given the same people first: then it is those behind them.
        for (var tries = 0; given < count && tries < MostTries; tries++)
        {
            var ids = await pool.Take(count - given).Select(c => c.Id).ToArrayAsync(ct);
            if (ids.Length == 0) break;
            given += await Give(db.CampaignContacts.Where(c => ids.Contains(c.Id) && c.AccountId == null && c.Stage == ContactStage.Unsent), accountId, ct);
        }

        await Note(campaign, given, accountId, ct);
        await transaction.CommitAsync(ct);
        return given;
    }

    /// <summary>Who is not held out by another record of theirs, which was merged with this one after the lots were drawn.</summary>
    public static Expression<Func<CampaignContact, bool>> IsNobodysTwin(Database db) =>
        c => !db.CampaignContacts.Any(o => o.PersonId == c.PersonId && o.TextCampaignId == c.TextCampaignId && o.Stage == ContactStage.HeldOut);

    /// <summary>Whom another volunteer has written to at this number for another campaign that runs, and is not done with.</summary>
    public static Expression<Func<CampaignContact, bool>> Elsewhere(Database db, CampaignContact contact, long? accountId) =>
        o => o.NumberKey == contact.NumberKey && o.TextCampaignId != contact.TextCampaignId && o.AccountId != null && o.AccountId != accountId && Written.Contains(o.Stage)
            && db.TextCampaigns.Any(t => t.Id == o.TextCampaignId && t.State != TextCampaignState.Closed);

    /// <summary>What somebody has not sent, or the conversations that they have.</summary>
    /// <param name="campaign">The campaign.</param>
    /// <param name="from">Whose; null: conversations that nobody has.</param>
    /// <param name="to">Whose from now on; null is the pool, for what is not sent alone.</param>
    /// <param name="isTalks">Conversations, not what is unsent.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<int> Move(TextCampaign campaign, long? from, long? to, bool isTalks, CancellationToken ct)
    {
        if (isTalks && to is null) return 0;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var contacts = db.CampaignContacts.Where(c => c.TextCampaignId == campaign.Id && c.AccountId == from);
        contacts = isTalks ? contacts.Where(c => c.Stage == ContactStage.Sent || c.Stage == ContactStage.NeedsAnswer || c.Stage == ContactStage.Talking || c.Stage == ContactStage.Done) : contacts.Where(c => c.Stage == ContactStage.Unsent);
        var moved = await Give(contacts, to, ct);
        await Note(campaign, moved, to, ct);
        await transaction.CommitAsync(ct);
        return moved;
    }

    private Task<int> Give(IQueryable<CampaignContact> contacts, long? accountId, CancellationToken ct)
    {
        var at = accountId is null ? (DateTimeOffset?)null : clock.GetUtcNow();
        return contacts.ExecuteUpdateAsync(s => s.SetProperty(c => c.AccountId, accountId).SetProperty(c => c.AssignedAt, at), ct);
    }

    private async Task Note(TextCampaign campaign, int count, long? accountId, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        // Who was just given something is not idle.
        await db.CampaignTexters.Where(t => t.TextCampaignId == campaign.Id && t.AccountId == accountId).ExecuteUpdateAsync(s => s.SetProperty(t => t.SeenAt, now), ct);
        db.Trail.Note("text_campaign.people_given", count, accountId?.ToString(CultureInfo.InvariantCulture), campaign.Id);
        await db.SaveChangesAsync(ct);
    }
}
