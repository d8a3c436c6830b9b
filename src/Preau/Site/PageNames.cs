using Microsoft.EntityFrameworkCore;
using Preau.People;
using Preau.Shared;

namespace Preau.Site;

/// <summary>Pages that people came by, by their titles; those too that have been deleted since.</summary>
public sealed class PageNames(Database db, Words words) : ISourceNames
{
    public string Kind => "page";

    public async Task<string?> NameOf(long id, CancellationToken ct) =>
        await db.SitePages.IgnoreQueryFilters([SitePageMap.RemovedFilter]).Where(p => p.Id == id).Select(p => p.Title).SingleOrDefaultAsync(ct) is { } title ? words["Page “{0}”", title] : null;
}
