namespace Preau.Law;

public enum CollectorKind
{
    /// <summary>A natural person named by the candidate (<i>mandataire financier</i>).</summary>
    Agent,

    /// <summary>An association that only finances the campaign (<i>association de financement électorale</i>).</summary>
    Association,
}

/// <summary>Who collects the money, and for whom. A blank is a blank: rules say which of these must be there.</summary>
public sealed record CollectorFacts
{
    public CollectorKind? Kind { get; init; }
    public string? Name { get; init; }

    /// <summary>When the agent was named, or the association declared.</summary>
    public DateOnly? DeclaredOn { get; init; }

    /// <summary>The single account that the money goes to.</summary>
    public string? Account { get; init; }

    /// <summary>The candidate, pair or list that benefits.</summary>
    public string? Beneficiary { get; init; }
}
