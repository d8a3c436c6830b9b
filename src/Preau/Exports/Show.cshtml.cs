using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Exports;

/// <summary>How far a file is. Only whoever asked for it sees it.</summary>
[Needs(Permission.ViewDashboard)]
public sealed class ShowPage(Database db, CurrentAccount account, CurrentNation nation, Words words) : PageModel
{
    public ExportFile Asked { get; private set; } = new() { Kind = "", FileName = "", Path = "", Title = "", Language = "" };
    public bool IsBusy => Asked.State is ExportState.Waiting or ExportState.Writing;
    public Progress Progress => new(words[Asked.State.Label()], Asked.Done, Asked.Total, IsRunning: true, CancelPath: $"/exports/{Asked.Id}/cancellation");
    public string Until => TimeZoneInfo.ConvertTime((Asked.EndedAt ?? Asked.CreatedAt) + ForgetExports.KeptFor, nation.Facts.Zone).ToString("g", CultureInfo.CurrentCulture);

    public async Task<IActionResult> OnGet(long id, CancellationToken ct)
    {
        if (await db.ExportFiles.AsNoTracking().SingleOrDefaultAsync(f => f.Id == id && f.AccountId == account.Id, ct) is not { } file) return NotFound();
        Asked = file;
        return Request.Headers["HX-Request-Type"] == "partial" ? Partial("_Body", this) : Page();
    }
}
