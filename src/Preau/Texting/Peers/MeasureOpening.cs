using Preau.Accounts;
using Preau.Liquid;
using Preau.Mail;
using Preau.Nations;
using Preau.People;

namespace Preau.Texting.Peers;

/// <summary>What the first texts of a texting campaign will take: written out for some of those who would get them, and counted of all by what the settings say that SMS cost where they are.</summary>
public sealed class MeasureOpening(Audience audience, CompileScript compile, TextFoot foot, PersonDrops drops, NationSettings settings, CurrentNation nation, CurrentAccount me)
{
    /// <returns>Null where nothing is written, or it cannot be written out.</returns>
    public async Task<TextMeasure?> Run(TextCampaign campaign, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(campaign.Opening) || (await compile.Run(campaign.Opening, campaign.Language, ct)).Text is not { } text) return null;
        var (blast, kept, volunteer) = (campaign.AsBlast(), await settings.Get<TextSettings>(ct), VolunteerDrop.Of(me.Name));
        var count = await audience.Count(blast, kept.PriceBeginnings(), ct);
        var segments = new List<int>(RenderText.LookedAt);
        try
        {
            foreach (var person in (await drops.Of([.. await audience.Sample(blast, count.Reachable, RenderText.LookedAt, ct)], ct)).Values.DefaultIfEmpty(new PersonDrop()))
                segments.Add(SmsText.Of(await text.Fill(person, volunteer) + foot.In(campaign.Language)).Segments);
        }
        catch (LiquidStopped)
        {
            return null;
        }

        return TextMeasure.Of(segments, count, campaign.HeldOutShare, kept, nation.Facts.Currency);
    }
}
