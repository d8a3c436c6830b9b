namespace Preau.People.Listing;

/// <summary>The lists that people can be narrowed to by number. A feature above this one keeps them; without it there are none.</summary>
public class ListedPeople
{
    /// <summary>The numbers of the people on a list, found by an index.</summary>
    public virtual IQueryable<long> Of(Database db, long listId) => db.People.Where(p => p.Id < 0).Select(p => p.Id);

    /// <summary>What the list is called; null when there is no such list.</summary>
    public virtual Task<string?> Name(Database db, long listId, CancellationToken ct) => Task.FromResult<string?>(null);
}
