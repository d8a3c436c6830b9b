using Microsoft.EntityFrameworkCore;
using Preau.Feed;
using Preau.People;

namespace Preau.Geography;

/// <summary>Follows the change feed: whose address changed, who came, went or was put somewhere by hand is placed anew.</summary>
public sealed class FollowAddresses(Database db, AddressBook book, PlacePeople places) : IChangeReader
{
    public const string ReaderName = "places";

    private static readonly string[] Telling = ["person.", "person_address.", "placed_by_hand.", "import."];

    public string Name => ReaderName;

    public async Task Apply(IReadOnlyList<Change> changes, CancellationToken ct)
    {
        var people = ChangedPeople.Of(changes, Telling);
        if (people.Count == 0) return;
        using var lent = book.Lend();
        if (await places.IsOfUse(lent.Geocoder, ct)) await places.Run(people, lent.Geocoder, isAgain: false, ct);
    }

    public bool RebuildsInParts => true;

    /// <summary>
    /// Range after range of everybody, then the sums from the rows. Without a register, as after a backup is brought back, what it had found stays with whoever still lives there: it could
    /// not be found again.
    /// </summary>
    public async Task Rebuild(CancellationToken ct)
    {
        using var geocoder = book.Open();
        if (await places.IsOfUse(geocoder, ct)) await Everybody.InRanges(db, PlacePeople.AtOnce, Kept, ids => places.Run(ids, geocoder, isAgain: true, ct), ct);
        await places.Recount(ct);
    }

    private IQueryable<long> Kept(long from, long to) => db.PersonPlaces.Where(p => p.PersonId > from && p.PersonId <= to).Select(p => p.PersonId)
        .Union(db.PersonBoundaries.Where(p => p.PersonId > from && p.PersonId <= to).Select(p => p.PersonId));
}
