using Preau.Law.Yaml;

namespace Preau.Law.Rules;

/// <summary>A stretch of time in which a rule forbids something, for one territory.</summary>
public sealed record Silence(DateTimeOffset From, DateTimeOffset Until, string? Territory);

/// <summary>The silence before a vote, by the clock of each territory, until its polls close. What carries no propaganda goes on.</summary>
public sealed record QuietWindow(
    RuleHeader Header, IReadOnlyList<Channel> Channels, IReadOnlyList<Publication> Publications, int Days, TimeOnly FromTime, TimeOnly PollsClose)
    : Rule(Header), ISendRule, IPublishRule
{
    public Outcome Judge(SendFacts facts) =>
        Breach(facts.IsPropaganda && Channels.Contains(facts.Channel) && IsQuiet(facts.Election, facts.Territory, facts.At));

    public Outcome Judge(PublishFacts facts) =>
        Breach(Publications.Contains(facts.Publication) && IsQuiet(facts.Election, facts.Territory, facts.At));

    public IReadOnlyList<Silence> SilencesOf(ElectionFacts election) =>
        [.. election.Polls.Select(p => new Silence(
            LocalTime.At(p.Day.AddDays(Days), FromTime, p.TimeZone),
            LocalTime.At(p.Day, p.ClosesAt ?? PollsClose, p.TimeZone),
            p.Territory))];

    private bool IsQuiet(ElectionFacts? election, string? territory, DateTimeOffset at) =>
        election is not null && SilencesOf(election).Any(s =>
            s.From <= at && at < s.Until
            && (territory is null || s.Territory is null || string.Equals(s.Territory, territory, StringComparison.Ordinal)));

    internal static QuietWindow Read(RuleHeader header, YamlMap map)
    {
        var from = map.Map("from");
        var to = map.Map("to");
        var rule = new QuietWindow(
            header,
            map.Words<Channel>("channels"),
            map.Words<Publication>("publications"),
            from.Number("days"),
            from.Time("time") ?? throw from.Wrong("'time' is missing"),
            to.Time("polls_close") ?? throw to.Wrong("'polls_close' is missing"));
        from.Done();
        to.Done();
        return rule;
    }
}
