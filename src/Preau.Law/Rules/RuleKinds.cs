using Preau.Law.Yaml;

namespace Preau.Law.Rules;

/// <summary>The closed list. A pack can only set the parameters of these; a new kind is code, with its tests.</summary>
internal static class RuleKinds
{
    public static readonly IReadOnlyDictionary<string, Func<RuleHeader, YamlMap, Rule>> All =
        new Dictionary<string, Func<RuleHeader, YamlMap, Rule>>(StringComparer.Ordinal)
        {
            ["contribution_limit"] = ContributionLimit.Read,
            ["payment_method_limit"] = PaymentMethodLimit.Read,
            ["ratio_limit"] = RatioLimit.Read,
            ["donor_eligibility"] = DonorEligibility.Read,
            ["collection_window"] = CollectionWindow.Read,
            ["required_fields"] = RequiredFields.Read,
            ["required_text"] = RequiredText.Read,
            ["quiet_window"] = QuietWindow.Read,
            ["poll_territories"] = PollTerritories.Read,
            ["hours"] = Hours.Read,
            ["consent_requirement"] = ConsentRequirement.Read,
            ["segment_criteria_policy"] = SegmentCriteriaPolicy.Read,
            ["retention"] = Retention.Read,
        };
}
