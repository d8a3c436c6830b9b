using System.Globalization;

namespace Preau.Law;

/// <summary>What one rule said against an act.</summary>
public sealed record Finding(string RuleId, Outcome Outcome, Sentence Message);

/// <summary>
/// The answer to "may we?". It is stored with the act that it allowed: <see cref="Version"/> and <see cref="RuleIds"/> say which rules were
/// asked, so that the answer can be computed again years later. It is not an exception: a refusal is a result.
/// </summary>
public sealed record Decision(Outcome Outcome, string Pack, string Version, IReadOnlyList<string> RuleIds, IReadOnlyList<Finding> Findings)
{
    public bool IsAllowed => Outcome != Outcome.Block;

    public IEnumerable<Finding> Blocks => Findings.Where(f => f.Outcome == Outcome.Block);

    public IEnumerable<Finding> Warnings => Findings.Where(f => f.Outcome == Outcome.Warn);

    /// <summary>The reasons in the reader's language, the gravest first.</summary>
    public IReadOnlyList<string> Messages(CultureInfo culture) =>
        [.. Findings.OrderByDescending(f => f.Outcome).Select(f => f.Message.In(culture))];

    /// <summary>The rules asked, as one line for a column: <c>FR-DON-01 FR-DON-02</c>.</summary>
    public string RuleLine => string.Join(' ', RuleIds);

    /// <summary>Both answers together: the stricter outcome, all rules and all reasons.</summary>
    public Decision And(Decision other) => this with
    {
        Outcome = Outcome > other.Outcome ? Outcome : other.Outcome,
        RuleIds = [.. RuleIds.Union(other.RuleIds, StringComparer.Ordinal)],
        Findings = [.. Findings.Union(other.Findings)],
    };
}
