using Preau.Law.Rules;
using Preau.Nations;

namespace Preau.Law;

/// <summary>
/// The one place that is asked before a nation sends, publishes or takes money: its country's pack, applied to its campaign's settings, now.
/// Where the country has no readable pack, every answer is no.
/// </summary>
public sealed class CampaignLaw(CurrentNation nation, NationSettings settings, PackLibrary packs, TimeProvider clock)
{
    private CampaignSettings? campaign;

    public Pack Pack => field ??= packs.Find(nation.Facts.Country.ToLowerInvariant());

    public DateOnly Today => nation.Facts.DayOf(clock.GetUtcNow());

    public async Task<CampaignSettings> Campaign(CancellationToken ct) => campaign ??= await settings.Get<CampaignSettings>(ct);

    public async Task<ElectionFacts?> Election(CancellationToken ct) => (await Campaign(ct)).ElectionFacts(nation.Facts.TimeZone);

    /// <summary>May a message go out, whoever gets it? Call it when a send is made, and again before each batch leaves.</summary>
    public async Task<Decision> MaySend(Channel channel, bool isTargeted, IReadOnlySet<Criterion> criteria, CancellationToken ct) =>
        Pack.MaySend(new SendFacts
        {
            At = clock.GetUtcNow(),
            Channel = channel,
            IsTargeted = isTargeted,
            Criteria = criteria,
            Election = await Election(ct),
        });

    /// <summary>What recipients must have agreed to.</summary>
    public ConsentNeed ConsentFor(Channel channel, bool isTargeted) => Pack.ConsentFor(channel, isTargeted, Today);

    /// <summary>May a page or event be published or changed now?</summary>
    public async Task<Decision> MayPublish(Publication publication, CancellationToken ct) =>
        Pack.MayPublish(new PublishFacts
        {
            At = clock.GetUtcNow(),
            Publication = publication,
            Election = await Election(ct),
            Collector = (await Campaign(ct)).CollectorFacts(),
        });

    /// <summary>May the campaign take gifts at all today?</summary>
    public async Task<Decision> MayCollect(CancellationToken ct) =>
        Pack.MayCollect((await Campaign(ct)).CollectorFacts(), await Election(ct), clock.GetUtcNow());

    /// <summary>The paragraphs that must stand where gifts are asked for.</summary>
    public async Task<IReadOnlyList<LegalParagraph>> RequiredText(TextPlace place, CancellationToken ct) =>
        Pack.RequiredText(place, (await Campaign(ct)).CollectorFacts(), await Election(ct), Today);

    /// <summary>The silence that is on now, or the next one to come.</summary>
    public async Task<Silence?> NextSilence(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return await Election(ct) is { } election ? Pack.Silences(election).FirstOrDefault(s => s.Until > now) : null;
    }
}
