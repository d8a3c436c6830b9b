using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;

namespace Preau.Exports;

[Needs(Permission.ViewDashboard)]
public sealed class IndexPage(Database db, CurrentAccount account) : PageModel
{
    public IReadOnlyList<ExportFile> Files { get; private set; } = [];

    public async Task OnGet(CancellationToken ct) => Files = await db.ExportFiles.AsNoTracking().Where(f => f.AccountId == account.Id).OrderByDescending(f => f.Id).Take(100).ToListAsync(ct);
}
