using Preau.Law.Rules;
using Preau.Nations;

namespace Preau.Law;

/// <summary>
/// The one place that is asked before a nation sends, publishes or takes money: its country's pack, applied to its campaign's settings, now or at the hour that something is planned for.
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
    public Task<Decision> MaySend(Channel channel, bool isTargeted, IReadOnlySet<Criterion> criteria, CancellationToken ct) => MaySend(channel, isTargeted, criteria, at: null, ct);

    /// <param name="channel">How it goes out.</param>
    /// <param name="isTargeted">To some, not to all who want news.</param>
    /// <param name="criteria">What the choice of recipients is based on.</param>
    /// <param name="at">The hour at which it would go out; null is now.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<Decision> MaySend(Channel channel, bool isTargeted, IReadOnlySet<Criterion> criteria, DateTimeOffset? at, CancellationToken ct) =>
        Pack.MaySend(new SendFacts
        {
            At = at ?? clock.GetUtcNow(),
            Channel = channel,
            IsTargeted = isTargeted,
            Criteria = criteria,
            Election = await Election(ct),
        });

    /// <summary>When a message to many may leave, where that is later than the given instant; outside the hours of the day it waits.</summary>
    public async Task<DateTimeOffset?> Opens(Channel channel, DateTimeOffset at, CancellationToken ct) =>
        Pack.Opens(channel, at, nation.Facts.TimeZone, await Election(ct)) is var opens && opens > at ? opens : null;

    /// <summary>When a message to many that may leave at the given instant no longer may by the hours of the day; null where there are none.</summary>
    public async Task<DateTimeOffset?> Closes(Channel channel, DateTimeOffset at, CancellationToken ct) => Pack.Closes(channel, at, nation.Facts.TimeZone, await Election(ct));

    /// <summary>What recipients must have agreed to.</summary>
    public ConsentNeed ConsentFor(Channel channel, bool isTargeted) => Pack.ConsentFor(channel, isTargeted, Today);

    /// <summary>May a page or event be published or changed now?</summary>
    public Task<Decision> MayPublish(Publication publication, CancellationToken ct) => MayPublish(publication, at: null, ct);

    /// <param name="publication">What it is.</param>
    /// <param name="at">The hour at which it would be public; null is now.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<Decision> MayPublish(Publication publication, DateTimeOffset? at, CancellationToken ct) =>
        Pack.MayPublish(new PublishFacts
        {
            At = at ?? clock.GetUtcNow(),
            Publication = publication,
            Election = await Election(ct),
            Collector = (await Campaign(ct)).CollectorFacts(),
        });

    /// <summary>May the campaign take gifts at all today?</summary>
    public Task<Decision> MayCollect(CancellationToken ct) => MayCollect(at: null, ct);

    /// <param name="at">The moment of the gift; null is now.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<Decision> MayCollect(DateTimeOffset? at, CancellationToken ct) =>
        Pack.MayCollect((await Campaign(ct)).CollectorFacts(), await Election(ct), at ?? clock.GetUtcNow());

    /// <summary>The paragraphs that must stand where gifts are asked for.</summary>
    public async Task<IReadOnlyList<LegalParagraph>> RequiredText(TextPlace place, CancellationToken ct) =>
        Pack.RequiredText(place, (await Campaign(ct)).CollectorFacts(), await Election(ct), Today);

    /// <summary>The silence that is on now, or the next one to come.</summary>
    public async Task<Silence?> NextSilence(CancellationToken ct) => (await Silences(ct)) is [var next, ..] ? next : null;

    /// <summary>The silences that are not over, the next one first.</summary>
    public async Task<IReadOnlyList<Silence>> Silences(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return await Election(ct) is { } election ? [.. Pack.Silences(election).Where(s => s.Until > now)] : [];
    }
}
