using Microsoft.EntityFrameworkCore;
using Preau.Feed;

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
        if (await places.IsOfUse(geocoder, ct))
        {
            for (var last = 0L; last < long.MaxValue;)
            {
                var ids = await db.People.Where(p => p.Id > last).OrderBy(p => p.Id).Select(p => p.Id).Take(PlacePeople.AtOnce).ToListAsync(ct);
                var (from, to) = (last, ids.Count < PlacePeople.AtOnce ? long.MaxValue : ids[^1]);
                await using var transaction = await db.Database.BeginTransactionAsync(ct);
                // Also whoever has a place and is not there any more.
                ids.AddRange(await db.PersonPlaces.Where(p => p.PersonId > from && p.PersonId <= to).Select(p => p.PersonId).ToListAsync(ct));
                ids.AddRange(await db.PersonBoundaries.Where(p => p.PersonId > from && p.PersonId <= to).Select(p => p.PersonId).Distinct().ToListAsync(ct));
                await places.Run(ids, geocoder, isAgain: true, ct);
                await transaction.CommitAsync(ct);
                last = to;
            }
        }

        await places.Recount(ct);
    }
}
