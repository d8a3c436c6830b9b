using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Exports;

/// <summary>Whoever asked for a file does not want it any more: what is written of it goes.</summary>
[Needs(Permission.ViewDashboard)]
public sealed class CancellationPage(Database db, CurrentAccount account, Words words, TimeProvider clock) : PageModel
{
    public IActionResult OnGet(long id) => LocalRedirect($"~/exports/{id.ToString(CultureInfo.InvariantCulture)}");

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        var mine = db.ExportFiles.Where(f => f.Id == id && f.AccountId == account.Id);
        if (!await mine.AnyAsync(ct)) return NotFound();
        var now = clock.GetUtcNow();
        var stopped = await mine.Where(f => f.State == ExportState.Waiting || f.State == ExportState.Writing).ExecuteUpdateAsync(s => s.SetProperty(f => f.State, ExportState.Cancelled).SetProperty(f => f.Ask, "").SetProperty(f => f.EndedAt, now), ct);
        if (stopped > 0) this.Say(words["Stopped. The file is not kept."]);
        return LocalRedirect("~/exports");
    }
}
