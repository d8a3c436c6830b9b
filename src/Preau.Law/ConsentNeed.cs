using Preau.Law.Rules;

namespace Preau.Law;

/// <summary>What recipients of a channel must have agreed to, all of it. Empty is: nothing, though an opt-out always counts.</summary>
public sealed record ConsentNeed(
    IReadOnlySet<Purpose> Purposes, int? MinimumAge, Decision Decision, IReadOnlyList<ConsentRequirement> Rules)
{
    /// <summary>Nobody may be reached this way, whatever they agreed to.</summary>
    public bool IsForbidden => !Decision.IsAllowed;

    /// <summary>May this person be reached? An unknown age is no reason against: there is no duty to collect it.</summary>
    public Decision Judge(RecipientFacts recipient, DateOnly on)
    {
        var tooYoung = MinimumAge is { } age && recipient.BornOn is { } born && born.AddYears(age) > on;
        if (IsForbidden || (Purposes.All(recipient.Consents.Contains) && !tooYoung))
        {
            return Decision;
        }
        var broken = Rules.Where(r => r.Purposes.Any(p => !recipient.Consents.Contains(p)) || (tooYoung && r.MinimumAge is not null));
        return Decision with
        {
            Outcome = Outcome.Block,
            Findings = [.. Decision.Findings, .. broken.Select(r => new Finding(r.Id, Outcome.Block, r.Header.Message))],
        };
    }

    internal static ConsentNeed Forbidden(Decision decision) => new(new HashSet<Purpose>(), null, decision, []);
}
