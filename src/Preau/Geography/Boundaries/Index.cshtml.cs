using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;

namespace Preau.Geography;

[Needs(Permission.ViewSegments)]
public sealed class BoundariesPage(Database db) : PageModel
{
    public IReadOnlyList<BoundarySet> Sets { get; private set; } = [];

    public async Task OnGet(CancellationToken ct) => Sets = await db.BoundarySets.AsNoTracking().Where(s => s.RemovedAt == null).OrderBy(s => s.NameKey).Take(200).ToListAsync(ct);
}
