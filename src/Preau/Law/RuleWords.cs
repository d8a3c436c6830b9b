using Preau.Law.Rules;
using Preau.Shared;

namespace Preau.Law;

/// <summary>What a rule is about. Its own sentence speaks to whoever breaks it, and reads as a reproach where nobody did.</summary>
public static class RuleWords
{
    public static string Subject(this Rule rule, Words words) => rule.Header.Kind switch
    {
        "contribution_limit" => words["Ceiling of gifts a person"],
        "payment_method_limit" => words["Means of payment"],
        "ratio_limit" => words["Share of cash in all gifts"],
        "donor_eligibility" => words["Who may give"],
        "collection_window" => words["When and by whom gifts are collected"],
        "required_fields" => words["What must be known"],
        "required_text" => words["Text that must be shown"],
        "quiet_window" => words["Silence before the vote"],
        "hours" => words["Hours of the day for messages to many"],
        "poll_territories" => words["Days and clocks of the vote"],
        "consent_requirement" => words["Consent"],
        "segment_criteria_policy" => words["What people may be chosen by"],
        "retention" => words["How long data is kept"],
        _ => rule.Id,
    };
}
