using Preau.Law.Yaml;

namespace Preau.Law.Rules;

/// <summary>What must not decide who is reached by some channels: opinions, scores, what only the roll says.</summary>
public sealed record SegmentCriteriaPolicy(RuleHeader Header, IReadOnlyList<Channel> Channels, IReadOnlyList<Criterion> Criteria) : Rule(Header), ISendRule
{
    public Outcome Judge(SendFacts facts) => Breach(Channels.Contains(facts.Channel) && Criteria.Any(facts.Criteria.Contains));

    internal static SegmentCriteriaPolicy Read(RuleHeader header, YamlMap map) =>
        new(header, map.Words<Channel>("channels"), map.Words<Criterion>("criteria"));
}
