using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Imports;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Electors.Roll;

/// <summary>In place of the columns, which a roll has no choice of: who delivered it, of which day it is, and what the campaign undertakes.</summary>
[Needs(Permission.ImportPeople)]
public sealed class AttestationPage(Database db, ImportFolder folder, AttestRoll attest, RollPapers papers, StartTrial trial, CurrentAccount me, CurrentNation nation, Words words, TimeProvider clock) : PageModel
{
    public Import Import { get; private set; } = new() { FileName = "", Path = "", Encoding = "", Delimiter = "" };
    public RollLayout? Layout { get; private set; }
    public string Undertaking => words[AttestRoll.Undertaking];

    [BindProperty]
    public RollForm Form { get; set; } = new();

    [BindProperty]
    public IFormFile? Paper { get; set; }

    public async Task<IActionResult> OnGet(long id, CancellationToken ct)
    {
        if (await Load(id, ct) is not { } rows) return NotFound();
        var roll = await db.ElectoralRolls.AsNoTracking().SingleOrDefaultAsync(r => r.ImportId == id, ct);
        // Refused rows that come back are never the whole list.
        Form = roll is null ? new() { ListedOn = RollDates.Of(Import.FileName, Layout!, rows), IsComplete = !Layout!.Ignored.Contains(RefusedRows.LineColumn, StringComparer.OrdinalIgnoreCase) } : new() { Authority = roll.Authority, ListedOn = roll.ListedOn, ObtainedOn = Import.ObtainedOn, IsComplete = roll.IsComplete };
        return Page();
    }

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (await Load(id, ct) is null) return NotFound();
        Form.Check(ModelState, nameof(Form), nation.Facts.DayOf(clock.GetUtcNow()), words);
        if (await RollPapers.WhyNot(Paper, ct) is { } problem) ModelState.AddModelError(nameof(Paper), words[problem]);
        if (!ModelState.IsValid) return this.Again();
        var former = await attest.Run(Import, Form, Undertaking, (me.Id, me.Name), Paper, ct);
        if (Import.Total > TryImport.AtOnce) trial.TryLater(Import);
        await db.SaveChangesAsync(ct);
        if (former is not null) papers.Forget(former);
        return Redirect($"~/imports/{id}/trial");
    }

    private async Task<IReadOnlyList<CsvRow>?> Load(long id, CancellationToken ct)
    {
        if (await db.Imports.SingleOrDefaultAsync(i => i.Id == id && i.State == ImportState.Uploaded && i.Layout != ImportLayout.People, ct) is not { } import) return null;
        Import = import;
        var (headers, rows) = await CsvFile.Head(folder.Full(import.Path), import.Encoding, import.Delimiter, 1, ct);
        Layout = RollLayout.Of(headers);
        return Layout is null ? null : rows;
    }
}
