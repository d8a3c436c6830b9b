using Microsoft.EntityFrameworkCore;
using Preau.People.Listing;

namespace Preau.Lists;

/// <summary>Lets a list of people be narrowed to a list that somebody made.</summary>
public sealed class PersonLists : ListedPeople
{
    public override IQueryable<long> Of(Database db, long listId) => db.PersonListMembers.Where(m => m.PersonListId == listId).Select(m => m.PersonId);

    public override Task<string?> Name(Database db, long listId, CancellationToken ct) => db.PersonLists.Where(l => l.Id == listId && l.RemovedAt == null).Select(l => (string?)l.Name).SingleOrDefaultAsync(ct);
}
