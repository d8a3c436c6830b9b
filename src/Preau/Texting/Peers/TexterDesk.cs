using Microsoft.EntityFrameworkCore;
using Preau.Accounts;

namespace Preau.Texting.Peers;

/// <param name="ToSend">Given to them and not sent.</param>
/// <param name="ToAnswer">Wait for their answer.</param>
/// <param name="Taken">All that they were ever given and did not give back.</param>
public sealed record TexterLoad(int ToSend, int ToAnswer, int Sent, int Taken);

/// <summary>What somebody who sends for a campaign sees of it: their own people, and nobody else's.</summary>
public sealed class TexterDesk(Database db, CurrentAccount me, TimeProvider clock)
{
    /// <summary>The campaign where I send for it and it is not still being made.</summary>
    public async Task<TextCampaign?> Find(long campaignId, CancellationToken ct) => await Mine.SingleOrDefaultAsync(c => c.Id == campaignId, ct);

    public IQueryable<TextCampaign> Mine => db.TextCampaigns.AsNoTracking()
        .Where(c => (c.State == TextCampaignState.Open || c.State == TextCampaignState.Paused || c.State == TextCampaignState.Closed) && db.CampaignTexters.Any(t => t.TextCampaignId == c.Id && t.AccountId == me.Id && t.LeftAt == null));

    /// <summary>Somebody who was given to me, of a campaign that I send for.</summary>
    public async Task<(TextCampaign Campaign, CampaignContact Contact)?> Person(long contactId, CancellationToken ct) =>
        await db.CampaignContacts.SingleOrDefaultAsync(c => c.Id == contactId && c.AccountId == me.Id, ct) is { } contact && await Find(contact.TextCampaignId, ct) is { } campaign ? (campaign, contact) : null;

    public IQueryable<CampaignContact> People(long campaignId) => db.CampaignContacts.AsNoTracking().Where(c => c.TextCampaignId == campaignId && c.AccountId == me.Id);

    public async Task<TexterLoad> Load(long campaignId, CancellationToken ct)
    {
        var counts = await People(campaignId).GroupBy(c => c.Stage).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        var unsent = counts.GetValueOrDefault(ContactStage.Unsent);
        return new(unsent, counts.GetValueOrDefault(ContactStage.NeedsAnswer), counts.Where(c => c.Key is ContactStage.Sent or ContactStage.NeedsAnswer or ContactStage.Talking or ContactStage.Done).Sum(c => c.Value), counts.Values.Sum());
    }

    /// <summary>How many they may take now: a batch, while less than a batch is unsent and they have not had as many as one may.</summary>
    public static int MayTake(TextCampaign campaign, TexterLoad load) =>
        campaign.State != TextCampaignState.Open || load.ToSend >= campaign.BatchSize ? 0 : Math.Max(0, Math.Min(campaign.BatchSize, campaign.MostEach - load.Taken));

    /// <summary>Their first names, by person: all that a volunteer is told.</summary>
    public async Task<IReadOnlyDictionary<long, string>> FirstNames(IEnumerable<long> people, CancellationToken ct)
    {
        long[] ids = [.. people];
        return await db.People.IgnoreQueryFilters([Conventions.AssignedFilter]).Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.FirstName, ct);
    }

    /// <summary>They did something: their people stay theirs. In the transaction of the deed.</summary>
    public async Task Seen(long campaignId, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await db.CampaignTexters.Where(t => t.TextCampaignId == campaignId && t.AccountId == me.Id).ExecuteUpdateAsync(s => s.SetProperty(t => t.SeenAt, now), ct);
    }
}
