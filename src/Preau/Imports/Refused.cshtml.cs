using System.Globalization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Preau.Accounts;
using Preau.Exports;

namespace Preau.Imports;

/// <summary>The rows that were refused, with line and reason, to put right and bring in again.</summary>
[Needs(Permission.ExportRefusedRows)]
public sealed class RefusedPage(SendExport send) : PageModel
{
    public Task<ExportAnswer> OnGet(long id, string format, CancellationToken ct) => send.Answer(RefusedRows.Name, id.ToString(CultureInfo.InvariantCulture), format, ct);
}
