using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.People.Listing;

namespace Preau.Lists;

/// <summary>The people of a list: searched, sorted, narrowed and chosen from as all people are.</summary>
[Needs(Permission.ViewSegments)]
public sealed class ShowPage(Database db, ListingParts parts) : PeopleListing(parts)
{
    public PersonList List { get; private set; } = new();

    public async Task<IActionResult> OnGet(long id, string? after, CancellationToken ct)
    {
        if (await db.PersonLists.AsNoTracking().SingleOrDefaultAsync(l => l.Id == id && l.RemovedAt == null, ct) is not { } list) return NotFound();
        List = list;
        Filter.List = id;
        return await Load(after, ct);
    }
}
