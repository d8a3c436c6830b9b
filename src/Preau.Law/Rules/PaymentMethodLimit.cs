using System.Globalization;
using Preau.Law.Yaml;

namespace Preau.Law.Rules;

/// <summary>Above an amount, only some means of payment are allowed. The amount itself is still free.</summary>
public sealed record PaymentMethodLimit(RuleHeader Header, long OverCents, string Currency, IReadOnlyList<PaymentMethod> Allowed) : Rule(Header), IGiftRule
{
    public Outcome Judge(GiftFacts facts) =>
        Breach(!Allowed.Contains(facts.Method)
            && (facts.AmountCents > OverCents || !string.Equals(facts.Currency, Currency, StringComparison.Ordinal)));

    internal override IReadOnlyDictionary<string, Func<CultureInfo, string>> Values => new Dictionary<string, Func<CultureInfo, string>>(StringComparer.Ordinal)
    {
        ["limit"] = culture => Amount.Say(OverCents, Currency, culture),
    };

    internal static PaymentMethodLimit Read(RuleHeader header, YamlMap map)
    {
        var (cents, currency) = Amount.Read(map.Map("over"));
        return new(header, cents, currency, map.Words<PaymentMethod>("allowed"));
    }
}
