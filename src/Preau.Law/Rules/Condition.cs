using Preau.Law.Yaml;

namespace Preau.Law.Rules;

/// <summary>Which elections a rule is for. What is not known of the election never lets a campaign out of a rule.</summary>
public sealed record Condition(IReadOnlyList<ElectionKind> Elections, int? PopulationFrom, int? PopulationBelow, bool? IsByElection)
{
    public bool Holds(ElectionFacts? election, bool ifUnknown)
    {
        if (election is null)
        {
            return ifUnknown;
        }
        var kind = Elections.Count == 0 || Elections.Contains(election.Kind);
        var by = IsByElection is null || IsByElection == election.IsByElection;
        var size = PopulationFrom is null && PopulationBelow is null
            || (election.Population is { } inhabitants
                ? inhabitants >= (PopulationFrom ?? 0) && inhabitants < (PopulationBelow ?? int.MaxValue)
                : ifUnknown);
        return kind && by && size;
    }

    internal static Condition Read(YamlMap map)
    {
        var condition = new Condition(
            map.Words<ElectionKind>("elections"), map.OptionalNumber("population_gte"), map.OptionalNumber("population_lt"), map.Flag("by_election"));
        map.Done();
        return condition;
    }
}
