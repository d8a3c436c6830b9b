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
        var people = changes.Where(c => Array.Exists(Telling, t => c.Kind.StartsWith(t, StringComparison.Ordinal)) && c.Kind != "person.exported").SelectMany(c => c.People).ToHashSet();
        if (people.Count == 0) return;
        using var geocoder = book.Open();
        if (await places.IsOfUse(geocoder, ct)) await places.Run(people, geocoder, isAgain: false, ct);
    }

    public async Task Rebuild(CancellationToken ct)
    {
        using var geocoder = book.Open();
        // After a backup is brought back the register is missing: what it had found came with the backup, and could not be found again.
        if (geocoder is null) return;
        await places.Clear(ct);
        for (var last = 0L; await db.People.Where(p => p.Id > last && p.ArchivedAt == null).OrderBy(p => p.Id).Select(p => p.Id).Take(PlacePeople.AtOnce).ToArrayAsync(ct) is { Length: > 0 } ids; last = ids[^1])
            await places.Run(ids, geocoder, isAgain: false, ct);
    }
}
