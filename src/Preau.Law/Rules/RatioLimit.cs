using Preau.Law.Yaml;

namespace Preau.Law.Rules;

/// <summary>Cash gifts as a share of the legal ceiling of spending. Silent where the ceiling is not known or is below the threshold.</summary>
public sealed record RatioLimit(RuleHeader Header, long CeilingFromCents, int WarnAtPercent, int BlockAtPercent) : Rule(Header), IGiftRule
{
    public Outcome Judge(GiftFacts facts)
    {
        if (facts.Method != PaymentMethod.Cash || facts.Election?.SpendingCeilingCents is not { } ceiling || ceiling < CeilingFromCents)
        {
            return Outcome.Allow;
        }
        var share = (facts.CashTotalCents + (decimal)facts.AmountCents) * 100;
        return share > (decimal)ceiling * BlockAtPercent ? Header.OnBreach
            : share > (decimal)ceiling * WarnAtPercent ? Outcome.Warn
            : Outcome.Allow;
    }

    internal static RatioLimit Read(RuleHeader header, YamlMap map)
    {
        var (cents, _) = Amount.Read(map.Map("when_ceiling_gte"));
        return new(header, cents, map.Number("warn_at_percent"), map.Number("block_at_percent"));
    }
}
