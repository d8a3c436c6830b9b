using Microsoft.EntityFrameworkCore;
using Preau.Jobs;
using Preau.Mail;

namespace Preau.Texting.Peers;

/// <summary>Writes down whom a texting campaign is for.</summary>
/// <param name="TextCampaignId">The campaign.</param>
/// <param name="After">The last person that the parts before have looked at.</param>
public sealed record GatherContacts(long TextCampaignId, long After = 0) : IJob;

/// <summary>
/// Part by part, each a job and a transaction of its own, by the same question that freezes the audience of a blast. A number comes in once, with whoever has it first. Who is held out is drawn in the same transaction, a lot a telephone:
/// nobody is ever given to a volunteer before.
/// </summary>
public sealed class GatherContactsHandler(Database db, Audience audience, MailLinks links, TimeProvider clock) : IHandle<GatherContacts>
{
    public async Task Run(GatherContacts job, CancellationToken ct)
    {
        if (await db.TextCampaigns.AsNoTracking().SingleOrDefaultAsync(c => c.Id == job.TextCampaignId, ct) is not { State: TextCampaignState.Gathering } campaign) return;
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // Holds the row: a part that is done twice at once is done once.
        if (await db.TextCampaigns.Where(c => c.Id == campaign.Id && c.State == TextCampaignState.Gathering).ExecuteUpdateAsync(s => s.SetProperty(c => c.ChangedAt, now), ct) == 0) return;
        var part = await audience.Part(campaign.AsBlast(), job.After, ct);
        if (part is null)
        {
            await db.TextCampaigns.Where(c => c.Id == campaign.Id).ExecuteUpdateAsync(s => s.SetProperty(c => c.State, TextCampaignState.Open).SetProperty(c => c.FrozenAt, now), ct);
            db.Trail.Record("text_campaign.frozen", [], subjectId: campaign.Id);
        }
        else
        {
            var first = db.Ids.Reserve("campaign_contact", Audience.PeopleAChunk);
            var text = $"""
                insert into campaign_contact (nation_id, id, text_campaign_id, person_id, number_key, stage)
                with {part.Rows}
                select @nation_id, @first + row_number() over (order by r.id) - 1, @campaign, r.id, r.address_key, 'unsent' from r where place = 1
                on conflict do nothing
                """;
            await using var command = await db.Command(text, [.. part.Values, ("first", first), ("campaign", campaign.Id)], ct);
            await command.ExecuteNonQueryAsync(ct);
            if (campaign.HeldOutShare > 0) await Draw(campaign, first, ct);
            db.Enqueue(new GatherContacts(campaign.Id, part.Last));
        }

        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    private async Task Draw(TextCampaign campaign, long first, CancellationToken ct)
    {
        var (signer, last) = (await links.Prepare(ct), first + Audience.PeopleAChunk);
        var part = db.CampaignContacts.Where(c => c.TextCampaignId == campaign.Id && c.Id >= first && c.Id < last);
        var held = (await part.Select(c => new { c.Id, c.PersonId, c.NumberKey }).ToListAsync(ct)).FindAll(c => signer.Lot(campaign.Id, c.NumberKey) < campaign.HeldOutShare / 10_000.0);
        if (held.Count == 0) return;
        var ids = held.ConvertAll(c => c.Id).ToArray();
        await part.Where(c => EF.Parameter(ids).Contains(c.Id)).ExecuteUpdateAsync(s => s.SetProperty(c => c.Stage, ContactStage.HeldOut), ct);
        db.Trail.Record("text_campaign.held_out", [.. held.Select(c => c.PersonId)], subjectId: campaign.Id);
    }
}
