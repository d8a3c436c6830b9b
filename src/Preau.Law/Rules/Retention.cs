using Preau.Law.Yaml;

namespace Preau.Law.Rules;

public enum Kept
{
    TargetingRecord,
    ProspectingFile,
    TurnoutList,
}

public enum RetentionLimit
{
    AtLeast,
    AtMost,
}

public enum RetentionAnchor
{
    LastPublication,
    ElectionDecided,
}

/// <summary>How long something is kept: at least, as evidence, or at most, for the people in it.</summary>
public sealed record Retention(RuleHeader Header, Kept Of, RetentionLimit Limit, int Months, RetentionAnchor After) : Rule(Header)
{
    public DateOnly Until(DateOnly anchor) => anchor.AddMonths(Months);

    internal static Retention Read(RuleHeader header, YamlMap map) => new(
        header, map.Word<Kept>("of"), map.Word<RetentionLimit>("limit"), map.Number("months"), map.Word<RetentionAnchor>("after"));
}
