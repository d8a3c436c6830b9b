using Preau.Feed;

namespace Preau.Households;

/// <summary>Follows the change feed: whose name or address changed, who came and who went is placed anew, with all who share an address with them.</summary>
public sealed class FollowHouseholds(DeriveHouseholds derive) : IChangeReader
{
    public const string ReaderName = "households";

    private static readonly string[] Telling = ["person.", "person_address.", "import."];

    public string Name => ReaderName;

    public bool RebuildsInParts => true;

    public Task Apply(IReadOnlyList<Change> changes, CancellationToken ct) => derive.Of(ChangedPeople.Of(changes, Telling), ct);

    public Task Rebuild(CancellationToken ct) => derive.All(ct);
}
