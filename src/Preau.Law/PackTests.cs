using Preau.Law.Rules;
using Preau.Law.Yaml;

namespace Preau.Law;

/// <summary>A case of a pack that does not come out as the pack says.</summary>
public sealed record PackTestFailure(string RuleId, long Line, Outcome Expected, string Actual);

/// <summary>
/// Runs the cases that a pack carries. Each asks its own rule alone, on an act that breaks nothing else, changed by what the case gives.
/// A rule without cases is a failure too: a number that nobody tried is a number that nobody read twice.
/// </summary>
public static class PackTests
{
    public static IReadOnlyList<PackTestFailure> Run(Pack pack)
    {
        var failures = new List<PackTestFailure>();
        foreach (var rule in pack.Rules)
        {
            if (rule.Header.Tests.Count == 0 && rule is not Retention)
            {
                failures.Add(new(rule.Id, 0, Outcome.Allow, "the rule has no test"));
            }
            foreach (var test in rule.Header.Tests)
            {
                var given = new GivenFacts(test);
                var actual = rule.AppliesTo(given.Election) ? pack.Capped(rule, Judge(rule, given)) : Outcome.Allow;
                if (given.Unread is { } unread)
                {
                    failures.Add(new(rule.Id, test.Line, test.Expect, $"'{unread}' is not something that can be given"));
                }
                else if (actual != test.Expect)
                {
                    failures.Add(new(rule.Id, test.Line, test.Expect, SnakeCase.Of(actual)));
                }
            }
        }
        return failures;
    }

    private static Outcome Judge(Rule rule, GivenFacts given) => rule switch
    {
        ConsentRequirement consent when !consent.IsFor(given.Use, given.Send.Channel, given.Send.IsTargeted) => Outcome.Allow,
        ConsentRequirement { IsForbidden: true } => rule.Header.OnBreach,
        ConsentRequirement consent => new ConsentNeed(
            new HashSet<Purpose>(consent.Purposes), consent.MinimumAge,
            new Decision(Outcome.Allow, "", "", [], []), [consent]).Judge(given.Recipient, given.On).Outcome,
        IPublishRule publish when given.IsPublication => publish.Judge(given.Publish),
        RequiredFields { Channels.Count: > 0 } fields => fields.Judge(given.Send),
        PollTerritories territories => territories.Judge(given.Election, given.Gift.Donor.Country ?? "", given.Gift.Donor.Postcode ?? "", given.At),
        IGiftRule gift => gift.Judge(given.Gift),
        ICollectionRule collection => collection.Judge(given.Collector, given.Election, given.At),
        Hours hours => hours.Judge(given.Send, given.Zone),
        ISendRule send => send.Judge(given.Send),
        _ => Outcome.Allow,
    };
}
