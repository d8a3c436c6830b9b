using Preau.People;
using Preau.People.Merging;

namespace Preau.Dashboard.Counting;

/// <summary>Who is erased is counted no more, from the same moment. What is counted of somebody is told by the rows it is counted from.</summary>
public sealed class CountingPart(RollUp rollUp) : IPersonPart
{
    public string Name => "dashboard";

    public IReadOnlyCollection<Type> Entities { get; } = [typeof(RollUpShare)];

    public MergeRule RuleOf(Type entity) => MergeRule.Follow;

    public Task<object?> Export(long personId, CancellationToken ct) => Task.FromResult<object?>(null);

    public Task Erase(long personId, CancellationToken ct) => rollUp.Forget(personId, ct);
}
