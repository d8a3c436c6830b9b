using Preau.Accounts;
using Preau.Mail;
using Preau.Nations;

namespace Preau.Texting.Peers;

/// <summary>What the first texts of a texting campaign will take.</summary>
public sealed class MeasureOpening(Audience audience, CompileScript compile, TextFoot foot, MeasureTexts measure, NationSettings settings, CurrentAccount me)
{
    /// <returns>Null where nothing is written, or it cannot be written out.</returns>
    public async Task<TextMeasure?> Run(TextCampaign campaign, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(campaign.Opening) || (await compile.Run(campaign.Opening, campaign.Language, ct)).Text is not { } text) return null;
        var (blast, volunteer) = (campaign.AsBlast(), VolunteerDrop.Of(me.Name));
        var count = await audience.Count(blast, (await settings.Get<TextSettings>(ct)).PriceBeginnings(), ct);
        return await measure.Run(blast, count, campaign.HeldOutShare, [async person => await text.Fill(person, volunteer) + foot.In(campaign.Language)], ct);
    }
}
