namespace Preau.Law;

/// <summary>An answer that the law gave to something the campaign did or wanted to do, with what it takes to compute it again. Never changed.</summary>
public sealed class LawDecision : INumbered
{
    public NationId NationId { get; set; }
    public long Id { get; set; }

    /// <summary>«gift», «send», «publish».</summary>
    public required string Act { get; init; }

    /// <summary>The gift, mail or page, where it exists already.</summary>
    public long? SubjectId { get; init; }
    public required Outcome Outcome { get; init; }
    public required string Pack { get; init; }
    public required string PackVersion { get; init; }

    /// <summary>Every rule that was asked: «FR-DON-01 FR-DON-02».</summary>
    public required string Rules { get; init; }

    /// <summary>The rules that warned or blocked.</summary>
    public required string Broken { get; init; }
    public required DateTimeOffset At { get; init; }

    public static LawDecision Of(string act, long? subjectId, Decision decision, DateTimeOffset at) => new()
    {
        Act = act,
        SubjectId = subjectId,
        Outcome = decision.Outcome,
        Pack = decision.Pack,
        PackVersion = decision.Version,
        Rules = decision.RuleLine,
        Broken = string.Join(' ', decision.Findings.Select(f => f.RuleId)),
        At = at,
    };
}
