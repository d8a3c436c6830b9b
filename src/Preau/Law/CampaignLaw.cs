using Preau.Law.Rules;
using Preau.Nations;

namespace Preau.Law;

/// <summary>
/// The one place that is asked before a nation sends, publishes or takes money: its country's pack, applied to its campaign's settings, now or at the hour that something is planned for.
/// Where the country has no readable pack, every answer is no.
/// </summary>
public sealed class CampaignLaw(CurrentNation nation, NationSettings settings, PackLibrary packs, TimeProvider clock)
{
    private static readonly HashSet<string?> NoTerritory = new(StringComparer.Ordinal);
    private CampaignSettings? campaign;

    public Pack Pack => field ??= packs.Find(nation.Facts.Country.ToLowerInvariant());

    public DateOnly Today => nation.Facts.DayOf(clock.GetUtcNow());

    public async Task<CampaignSettings> Campaign(CancellationToken ct) => campaign ??= await settings.Get<CampaignSettings>(ct);

    /// <summary>With the days and clocks of every territory that votes in it.</summary>
    public async Task<ElectionFacts?> Election(CancellationToken ct) =>
        (await Campaign(ct)).ElectionFacts(nation.Facts.TimeZone) is { } election ? Pack.InTerritories(election) : null;

    /// <summary>
    /// May a message to many go out? Call it when a send is made, and again before each batch leaves. The silence at home holds for all of it; who votes elsewhere, and is silent earlier,
    /// is passed over: <see cref="Electors.QuietPeople"/>.
    /// </summary>
    /// <param name="channel">How it goes out.</param>
    /// <param name="isTargeted">To some, not to all who want news.</param>
    /// <param name="criteria">What the choice of recipients is based on.</param>
    /// <param name="at">The hour at which it would go out; null is now.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<Decision> MaySend(Channel channel, bool isTargeted, IReadOnlySet<Criterion> criteria, DateTimeOffset? at, CancellationToken ct)
    {
        var election = await Election(ct);
        return Pack.MaySend(new SendFacts { At = at ?? clock.GetUtcNow(), Channel = channel, IsTargeted = isTargeted, Criteria = criteria, Election = election, Territory = election?.Home });
    }

    /// <summary>May this go to one person? Whether a message to one is propaganda the program cannot read: the silence holds for it, too, unless the program itself wrote it.</summary>
    /// <param name="channel">How it goes out.</param>
    /// <param name="territory">Where they vote; null asks every territory's clock.</param>
    /// <param name="isPropaganda">False for what the program writes, such as that a STOP was heard.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<Decision> MayWrite(Channel channel, string? territory, bool isPropaganda, CancellationToken ct) =>
        Pack.MaySend(new SendFacts { At = clock.GetUtcNow(), Channel = channel, IsPropaganda = isPropaganda, Election = await Election(ct), Territory = territory });

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

    /// <summary>The territories where the silence before the vote forbids this channel, while those at home may still be written to.</summary>
    public async Task<IReadOnlySet<string?>> QuietIn(Channel channel, DateTimeOffset? at, CancellationToken ct) =>
        await Election(ct) is { } election && Pack.QuietIn(channel, election, at ?? clock.GetUtcNow()) is var quiet && !quiet.Contains(election.Home) ? quiet : NoTerritory;

    /// <summary>The silences of each round to come that is not over, of all territories together.</summary>
    public async Task<IReadOnlyList<SilentRound>> SilentRounds(CancellationToken ct)
    {
        if (await Election(ct) is not { } election) return [];
        var now = clock.GetUtcNow();
        var rounds = new List<List<Silence>>();
        foreach (var silence in Pack.Silences(election).Where(s => s.Until > now))
        {
            if (rounds.Count == 0 || rounds[^1].Max(s => s.Until) <= silence.From) rounds.Add([]);
            rounds[^1].Add(silence);
        }

        return [.. rounds.Select(r => new SilentRound([.. r.GroupBy(s => s.Territory, StringComparer.Ordinal).Select(g => new Silence(g.Min(s => s.From), g.Max(s => s.Until), g.Key))], election.Home))];
    }
}
