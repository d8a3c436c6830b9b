using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;

namespace Preau.Imports;

[Needs(Permission.ImportPeople)]
public sealed class IndexPage(Database db) : PageModel
{
    private const int Shown = 100;

    public IReadOnlyList<Import> Rows { get; private set; } = [];

    public async Task OnGet(CancellationToken ct) => Rows = await db.Imports.AsNoTracking().OrderByDescending(i => i.Id).Take(Shown).ToListAsync(ct);
}
