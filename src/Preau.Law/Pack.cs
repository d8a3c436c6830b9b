using Preau.Law.Rules;

namespace Preau.Law;

/// <summary>
/// The law that a campaign is under: a pack stacked on those that it extends. Every rule of every layer is asked and the strictest answer
/// wins, so a national pack can add to its base but never soften it. A pack that is missing or cannot be read is <see cref="Refusing"/>.
/// </summary>
public sealed class Pack
{
    private readonly IReadOnlyList<Rule> rules;
    private readonly IReadOnlySet<string> confirmed;
    private readonly Sentence? refusal;

    internal Pack(string name, IReadOnlyList<PackFile> layers, IReadOnlySet<string> confirmed)
    {
        Name = name;
        Layers = layers;
        this.confirmed = confirmed;
        rules = [.. layers.SelectMany(l => l.Rules)];
    }

    private Pack(string name, Sentence refusal) : this(name, [], new HashSet<string>(StringComparer.Ordinal)) => this.refusal = refusal;

    public string Name { get; }

    public IReadOnlyList<PackFile> Layers { get; }

    /// <summary>Every layer with its version: <c>fr 2026.11.0, eu 2026.11.0</c>.</summary>
    public string Version => refusal is null ? string.Join(", ", Layers.Select(l => $"{l.Name} {l.Version}")) : "none";

    public DateOnly? LastVerified => Layers.Count == 0 ? null : Layers.Min(l => l.LastVerified);

    /// <summary>True where there is no law to go by, and so no money is taken and nothing is sent.</summary>
    public bool IsRefusing => refusal is not null;

    public IReadOnlyList<Rule> Rules => rules;

    /// <summary>Rules that do not block until the operator confirms them; shown to the administrator.</summary>
    public IEnumerable<Rule> Uncertain => rules.Where(r => r.Header.Confidence == Confidence.U && !confirmed.Contains(r.Id));

    /// <summary>The pack that answers no, and why, because there is none to ask.</summary>
    public static Pack Refusing(string name, string reason) => new(name, new Sentence(
        $"There is no readable law pack '{name}', so no money is taken and nothing is sent. {reason}",
        $"Aucun pack juridique « {name} » lisible : aucun don n’est accepté et rien n’est envoyé. {reason}"));

    /// <summary>The same pack where the operator has confirmed some of the uncertain rules.</summary>
    public Pack Confirming(IEnumerable<string> ruleIds) =>
        IsRefusing ? this : new(Name, Layers, new HashSet<string>(confirmed.Union(ruleIds, StringComparer.Ordinal), StringComparer.Ordinal));

    /// <summary>The rules of a day: of those with one id in one layer, the one that began last and has not ended.</summary>
    public IReadOnlyList<Rule> InForce(DateOnly on) =>
        [.. Layers.SelectMany(l => l.Rules
            .Where(r => r.Header.From <= on)
            .GroupBy(r => r.Id, StringComparer.Ordinal)
            .Select(g => g.MaxBy(r => r.Header.From)!)
            .Where(r => r.Header.To is null || on <= r.Header.To))];

    /// <summary>May this gift be taken?</summary>
    public Decision MayTake(GiftFacts facts) =>
        Ask<IGiftRule>(facts.Election, facts.At, r => r.Judge(facts)).And(MayCollect(facts.Collector, facts.Election, facts.At));

    /// <summary>May this campaign take gifts at all now? The public page is open only while this allows it.</summary>
    public Decision MayCollect(CollectorFacts collector, ElectionFacts? election, DateTimeOffset at) =>
        Ask<ICollectionRule>(election, at, r => r.Judge(collector, election, at));

    /// <summary>May this message be sent, whoever receives it? Who may receive it is <see cref="ConsentFor"/>.</summary>
    public Decision MaySend(SendFacts facts)
    {
        var decision = Ask<ISendRule>(facts.Election, facts.At, r => r.Judge(facts));
        var consent = facts.IsPropaganda ? ConsentFor(facts.Channel, facts.IsTargeted, DayOf(facts.Election, facts.At)) : null;
        return consent is { IsForbidden: true, Decision: var no } ? decision.And(no) : decision;
    }

    /// <summary>May this person get this message?</summary>
    public Decision MayReach(SendFacts facts, RecipientFacts recipient)
    {
        var on = DayOf(facts.Election, facts.At);
        var decision = MaySend(facts);
        return facts.IsPropaganda ? decision.And(ConsentFor(facts.Channel, facts.IsTargeted, on).Judge(recipient, on)) : decision;
    }

    /// <summary>May this be published or changed in public now?</summary>
    public Decision MayPublish(PublishFacts facts) => Ask<IPublishRule>(facts.Election, facts.At, r => r.Judge(facts));

    /// <summary>What recipients must have agreed to. A channel that no rule speaks of is forbidden.</summary>
    public ConsentNeed ConsentFor(Channel channel, bool isTargeted, DateOnly on) => Need(ConsentUse.Send, channel, isTargeted, on);

    /// <summary>What recipients must have agreed to before openings are recorded.</summary>
    public ConsentNeed ConsentForMeasuring(Channel channel, DateOnly on) => Need(ConsentUse.Measure, channel, isTargeted: false, on);

    /// <summary>The days on which money may be collected; null where that cannot be told, which means closed.</summary>
    public Window? CollectionWindow(CollectorFacts collector, ElectionFacts election, DateOnly on)
    {
        var windows = Of<CollectionWindow>(election, on).Select(r => r.WindowOf(election, collector)).ToList();
        return IsRefusing || windows.Contains(null) ? null
            : windows.Count == 0 ? new Window(DateOnly.MinValue, null)
            : new Window(windows.Max(w => w!.Opens), windows.Min(w => w!.Closes));
    }

    /// <summary>
    /// From when gifts count towards what one person may give for this election, whoever collected them: agents may follow each other, the ceiling
    /// is one. Null where that cannot be told, and then every gift counts.
    /// </summary>
    public DateOnly? GiftsCountFrom(ElectionFacts election, DateOnly on)
    {
        var opens = Of<CollectionWindow>(election, on).Select(r => r.OpensFor(election)).ToList();
        return opens.Contains(null) ? null : opens.Min();
    }

    /// <summary>The silences before each round, for each territory.</summary>
    public IReadOnlyList<Silence> Silences(ElectionFacts election) =>
        [.. Of<QuietWindow>(election, election.FirstPollOn).SelectMany(r => r.SilencesOf(election)).OrderBy(s => s.From)];

    /// <summary>The election with the days and clocks of all territories, where this law knows of several.</summary>
    public ElectionFacts InTerritories(ElectionFacts election) =>
        TerritoriesOf(election) is { } rule ? election with { Polls = rule.PollsOf(election) } : election;

    /// <summary>Where somebody votes.</summary>
    /// <param name="election">The one they vote in.</param>
    /// <param name="country">A code of ISO 3166-1.</param>
    /// <param name="code">A postcode, or better the code of the commune on whose roll they are; empty where it is not known.</param>
    /// <returns>The name that its <see cref="PollDay"/> bears; null where it cannot be told, or all vote together.</returns>
    public string? TerritoryOf(ElectionFacts election, string country, string code) => TerritoriesOf(election)?.Of(country, code);

    /// <summary>The territories in which the silence before the vote forbids this channel at this instant; null stands for all of them.</summary>
    public IReadOnlySet<string?> QuietIn(Channel channel, ElectionFacts election, DateTimeOffset at) =>
        new HashSet<string?>(
            Of<QuietWindow>(election, election.FirstPollOn).Where(r => r.Channels.Contains(channel) && Capped(r, r.Header.OnBreach) == Outcome.Block)
                .SelectMany(r => r.SilencesOf(election)).Where(s => s.From <= at && at < s.Until).Select(s => s.Territory),
            StringComparer.Ordinal);

    /// <summary>When a message to many may leave: the given instant, or the next one within the hours of every rule that has some.</summary>
    public DateTimeOffset Opens(Channel channel, DateTimeOffset at, string zone, ElectionFacts? election)
    {
        var hours = HoursOf(channel, at, zone, election);
        for (var opens = at; ; at = opens)
        {
            opens = hours.Aggregate(at, (latest, rule) => rule.Opens(latest, zone));
            if (opens == at)
            {
                return opens;
            }
        }
    }

    /// <summary>When a message to many that may leave at the given instant no longer may: the end of the first hours to end; null where no rule has some.</summary>
    public DateTimeOffset? Closes(Channel channel, DateTimeOffset at, string zone, ElectionFacts? election) =>
        HoursOf(channel, at, zone, election).Min(r => (DateTimeOffset?)r.Closes(at, zone));

    /// <summary>The least that one person may give in all for this election; null where no rule limits it.</summary>
    public long? GiftLimitCents(ElectionFacts? election, DateOnly on) =>
        Of<ContributionLimit>(election, on).Min(r => (long?)r.LimitCents);

    /// <summary>What the donor must be asked.</summary>
    public IReadOnlySet<RequiredField> DonorFields(ElectionFacts? election, DateOnly on) =>
        new HashSet<RequiredField>(Of<RequiredFields>(election, on).SelectMany(r => r.Fields).Where(RequiredFields.IsOfDonor));

    /// <summary>The paragraphs that must stand on a page or in a message that asks for money.</summary>
    public IReadOnlyList<LegalParagraph> RequiredText(TextPlace place, CollectorFacts collector, ElectionFacts? election, DateOnly on) =>
        [.. Of<RequiredText>(election, on).Where(r => r.Places.Contains(place)).SelectMany(r => r.For(collector))];

    /// <summary>How long something is kept, by every layer that says so.</summary>
    public IReadOnlyList<Retention> RetentionOf(Kept kept, DateOnly on) => [.. InForce(on).OfType<Retention>().Where(r => r.Of == kept)];

    /// <summary>What one rule says by itself, capped by its confidence. Used by the tests that packs carry.</summary>
    internal Outcome Capped(Rule rule, Outcome outcome) =>
        outcome == Outcome.Block && rule.Header.Confidence == Confidence.U && !confirmed.Contains(rule.Id) ? Outcome.Warn : outcome;

    private List<Hours> HoursOf(Channel channel, DateTimeOffset at, string zone, ElectionFacts? election) =>
        [.. Of<Hours>(election, LocalTime.DayOf(at, zone)).Where(r => r.Channels.Contains(channel) && Capped(r, r.Header.OnBreach) == Outcome.Block)];

    private PollTerritories? TerritoriesOf(ElectionFacts election) => Of<PollTerritories>(election, election.FirstPollOn).LastOrDefault();

    private IEnumerable<T> Of<T>(ElectionFacts? election, DateOnly on) where T : Rule =>
        InForce(on).OfType<T>().Where(r => r.AppliesTo(election));

    private Decision Ask<T>(ElectionFacts? election, DateTimeOffset at, Func<T, Outcome> judge)
    {
        if (refusal is not null)
        {
            return Refuse(refusal);
        }
        var asked = InForce(DayOf(election, at)).Where(r => r is T && r.Concerns(typeof(T)) && r.AppliesTo(election)).ToList();
        return Decide(asked, r => judge((T)(object)r));
    }

    private Decision Decide(IReadOnlyList<Rule> asked, Func<Rule, Outcome> judge)
    {
        var findings = new List<Finding>();
        foreach (var rule in asked)
        {
            if (Capped(rule, judge(rule)) is var outcome and not Outcome.Allow)
            {
                findings.Add(new Finding(rule.Id, outcome, rule.Said));
            }
        }
        var strictest = findings.Count == 0 ? Outcome.Allow : findings.Max(f => f.Outcome);
        return new Decision(strictest, Name, Version, [.. asked.Select(r => r.Id).Distinct(StringComparer.Ordinal)], findings);
    }

    private ConsentNeed Need(ConsentUse use, Channel channel, bool isTargeted, DateOnly on)
    {
        var asked = InForce(on).OfType<ConsentRequirement>().Where(r => r.IsFor(use, channel, isTargeted)).ToList();
        if (refusal is not null || asked.Count == 0)
        {
            return ConsentNeed.Forbidden(Refuse(refusal ?? new Sentence(
                "No rule of the law pack allows this channel.", "Aucune règle du pack juridique n’autorise ce canal.")));
        }
        var binding = asked.Where(r => Capped(r, r.Header.OnBreach) == Outcome.Block).ToList();
        return new ConsentNeed(
            new HashSet<Purpose>(binding.SelectMany(r => r.Purposes)),
            binding.Max(r => r.MinimumAge),
            Decide(asked, r => ((ConsentRequirement)r).IsForbidden ? r.Header.OnBreach : Outcome.Allow),
            binding);
    }

    private Decision Refuse(Sentence reason) =>
        new(Outcome.Block, Name, Version, ["NO-PACK"], [new Finding("NO-PACK", Outcome.Block, reason)]);

    private static DateOnly DayOf(ElectionFacts? election, DateTimeOffset at) =>
        election is null ? DateOnly.FromDateTime(at.UtcDateTime) : LocalTime.DayOf(at, election.TimeZone);
}
