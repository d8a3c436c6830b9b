using Microsoft.AspNetCore.Mvc.RazorPages;
using Preau.Accounts;
using Preau.Exports;

namespace Preau.Imports.History;

[Needs(Permission.ImportPeople)]
public sealed class ExportPage(SendExport send) : PageModel
{
    public Task<ExportAnswer> OnGet(string format, string? q, CancellationToken ct) => send.Answer(HistoryExport.Name, q ?? "", format, ct);
}
