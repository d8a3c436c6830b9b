using Preau.Shared;

namespace Preau.People.Listing;

/// <summary>Where people live, as a list can be narrowed to it: «boundary-12», «cell-16-33-44». A feature above this one knows places; without it there are none.</summary>
public class PlacedPeople
{
    /// <summary>The numbers of the people who live there, found by an index; nobody's for a place that is not known.</summary>
    public virtual IQueryable<long> Of(Database db, string place) => db.People.Where(p => p.Id < 0).Select(p => p.Id);

    /// <summary>What the place is called; null when it is not known.</summary>
    public virtual Task<string?> Name(Database db, string place, Words words, CancellationToken ct) => Task.FromResult<string?>(null);
}
