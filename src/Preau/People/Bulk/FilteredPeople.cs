using Preau.Accounts;
using Preau.People.Listing;

namespace Preau.People.Bulk;

/// <summary>Everybody whom a list of people finds, as its address says it.</summary>
public sealed class FilteredPeople(Database db, PeopleList list, ListedPeople lists) : IBulkAudience
{
    public const string Start = "people?";

    public string Beginning => Start;
    public Permission Needs => Permission.ViewPeople;

    public async Task<Audience?> Find(string rest, CancellationToken ct)
    {
        var filter = PersonFilter.Read(rest);
        var name = filter.List is { } id ? await lists.Name(db, id, ct) : null;
        if (filter.List is not null && name is null) return null;
        return new Audience(name, await list.Count(filter, ct) is { IsMore: false, Number: <= BulkActs.AtOnce });
    }

    public IAsyncEnumerable<long[]> Ids(string rest, CancellationToken ct) => list.Ids(PersonFilter.Read(rest), limit: null, ct);
}
