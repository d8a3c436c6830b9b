using System.Globalization;
using Preau.Law.Yaml;

namespace Preau.Law.Rules;

public enum Counted
{
    Settled,
    Pending,
}

/// <summary>The most that one person may give for one election. An amount in another currency cannot be compared, so it breaks the rule.</summary>
public sealed record ContributionLimit(RuleHeader Header, long LimitCents, string Currency, IReadOnlyList<Counted> Counts) : Rule(Header), IGiftRule
{
    public Outcome Judge(GiftFacts facts)
    {
        var total = (decimal)facts.AmountCents;
        total += Counts.Contains(Counted.Settled) ? facts.PriorSettledCents : 0;
        total += Counts.Contains(Counted.Pending) ? facts.PriorPendingCents : 0;
        return Breach(total > LimitCents || !string.Equals(facts.Currency, Currency, StringComparison.Ordinal));
    }

    internal override IReadOnlyDictionary<string, Func<CultureInfo, string>> Values => new Dictionary<string, Func<CultureInfo, string>>(StringComparer.Ordinal)
    {
        ["limit"] = culture => Amount.Say(LimitCents, Currency, culture),
    };

    internal static ContributionLimit Read(RuleHeader header, YamlMap map)
    {
        var (cents, currency) = Amount.Read(map.Map("amount"));
        return new(header, cents, currency, map.Words<Counted>("counts"));
    }
}
