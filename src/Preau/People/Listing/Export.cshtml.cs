using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Preau.Accounts;
using Preau.Exports;
using Preau.People.Bulk;

namespace Preau.People.Listing;

/// <summary>People as a file: those of a list, those whom an act is about, or those who were ticked.</summary>
[Needs(Permission.ExportPeople)]
public sealed class ExportPage(Database db, PeopleExport export, SendExport send, CurrentAccount account) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "")]
    public PersonFilter Filter { get; set; } = new();

    public Task<ExportAnswer> OnGet(string? format, long? act, CancellationToken ct) => act is { } id
        ? send.Answer(PeopleExport.Name, string.Create(CultureInfo.InvariantCulture, $"{PeopleExport.Act}{id}"), format, ct)
        : send.Answer(PeopleExport.Name, Ask(), format, ct);

    public async Task<ExportAnswer> OnPost(Selection chosen, string? format, CancellationToken ct)
    {
        if (chosen.Everybody || chosen.People.Length == 0 || (format is { Length: > 0 } && !EnumText<SheetFormat>.TryParse(format, out _))) return await send.Answer(PeopleExport.Name, Ask(), format, ct);
        var sheet = await export.Of(stop => db.Seen(chosen.People, BulkActs.Ticked, stop), Filter.WithoutSearch, ct);
        return await send.Small(sheet, EnumText<SheetFormat>.TryParse(format, out var wanted) ? wanted : SheetFormat.Csv, await sheet.Count(ct), ct);
    }

    // Whoever writes a large file later is nobody: «mine» is said by number.
    private string Ask()
    {
        if (Filter.Assignee == "me") Filter.Assignee = account.Id?.ToString(CultureInfo.InvariantCulture);
        return Filter.Query;
    }
}
