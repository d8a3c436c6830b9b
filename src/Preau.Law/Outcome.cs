namespace Preau.Law;

/// <summary>What a rule, or all rules together, say of an act. Ordered: the greater one wins.</summary>
public enum Outcome
{
    Allow,
    Warn,
    Block,
}
