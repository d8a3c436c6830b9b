namespace Preau.Law.Rules;

/// <summary>What every rule has, whatever it forbids.</summary>
public sealed record RuleHeader
{
    public required string Id { get; init; }
    public required string Kind { get; init; }
    public required Outcome OnBreach { get; init; }
    public required Sentence Message { get; init; }
    public required DateOnly From { get; init; }
    public DateOnly? To { get; init; }
    public required string Source { get; init; }
    public string? SourceUrl { get; init; }
    public required Confidence Confidence { get; init; }
    public Condition? AppliesIf { get; init; }
    public Condition? Unless { get; init; }
    public IReadOnlyList<PackTest> Tests { get; init; } = [];
}

/// <summary>One dated rule of a pack: a kind from the closed list, and the pack's parameters for it.</summary>
public abstract record Rule(RuleHeader Header)
{
    public string Id => Header.Id;

    public bool AppliesTo(ElectionFacts? election) =>
        Header.AppliesIf?.Holds(election, ifUnknown: true) != false && Header.Unless?.Holds(election, ifUnknown: false) != true;

    /// <summary>What the rule says, with its numbers filled in.</summary>
    public Sentence Said => Header.Message.Fill(Values);

    /// <summary>Whether the rule has anything to say on acts of this sort; most kinds have, wherever they are asked.</summary>
    internal virtual bool Concerns(Type act) => true;

    /// <summary>Values for the <c>{names}</c> in the rule's message.</summary>
    internal virtual IReadOnlyDictionary<string, Func<System.Globalization.CultureInfo, string>> Values => Nothing;

    private static readonly Dictionary<string, Func<System.Globalization.CultureInfo, string>> Nothing = [];

    protected Outcome Breach(bool isBroken) => isBroken ? Header.OnBreach : Outcome.Allow;
}

/// <summary>A rule with a say on gifts.</summary>
public interface IGiftRule
{
    Outcome Judge(GiftFacts facts);
}

/// <summary>A rule with a say on whether a campaign may collect at all, whoever gives.</summary>
public interface ICollectionRule
{
    Outcome Judge(CollectorFacts collector, ElectionFacts? election, DateTimeOffset at);
}

/// <summary>A rule with a say on messages and calls.</summary>
public interface ISendRule
{
    Outcome Judge(SendFacts facts);
}

/// <summary>A rule with a say on what is made public.</summary>
public interface IPublishRule
{
    Outcome Judge(PublishFacts facts);
}

/// <summary>A case that a pack carries along: what is given, and what the rule must answer.</summary>
public sealed record PackTest(IReadOnlyDictionary<string, string> Given, Outcome Expect, long Line);
