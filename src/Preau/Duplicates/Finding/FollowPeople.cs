using Preau.Feed;

namespace Preau.Duplicates;

/// <summary>Follows the change feed: whose name, birth date, address or number changed is compared anew.</summary>
public sealed class FollowPeople(FindDuplicates find) : IChangeReader
{
    public const string ReaderName = "duplicates";

    private static readonly string[] Telling = ["person.", "person_email.", "person_phone.", "person_address.", "person_external_id.", "registration.", "import."];

    public string Name => ReaderName;

    public bool RebuildsInParts => true;

    public Task Apply(IReadOnlyList<Change> changes, CancellationToken ct) => find.Among(ChangedPeople.Of(changes, Telling), ct);

    public Task Rebuild(CancellationToken ct) => find.All(null, ct);
}
