using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Preau.Accounts;
using Preau.Imports.Choices;
using Preau.Shared;

namespace Preau.Imports.History;

/// <summary>The whole history as a file: the campaign's record of where its data came from (GDPR art. 30). No person of a file is in it.</summary>
[Needs(Permission.ImportPeople)]
public sealed class ExportPage(Database db, ImportHistory history, Words words) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        db.Trail.Note("import.exported", 1);
        await db.SaveChangesAsync(ct);
        await using var csv = CsvDownload.Begin(Response, "imports.csv");
        await csv.WriteRecordAsync(["import", "file", "sheet", "bytes", "uploaded_at", "ended_at", "by", "state", "source_kind", "source", "legal_basis", "obtained_on", "rows", "done", "created", "changed", "same", "refused", "kept_after_undo", "matching"], ct);
        string? after = null;
        while (await history.Page(Q, HistoryOrder.Oldest, after, 500, ct) is { Count: > 0 } rows)
        {
            foreach (var (i, by) in rows)
            {
                await csv.WriteRecordAsync(
                [
                    N(i.Id), i.FileName, i.Sheet ?? "", N(i.Bytes), At(i.CreatedAt), At(i.EndedAt), by ?? "", EnumText<ImportState>.Of(i.State), i.OriginKind is { } kind ? words[kind.Label()] : "", i.Origin ?? "",
                    i.Basis is { } basis ? (basis == LegalBasis.Other ? i.BasisText ?? "" : words[basis.Label()]) : "", i.ObtainedOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "",
                    N(i.Total), N(i.Done), N(i.CreatedCount), N(i.ChangedCount), N(i.SameCount), N(i.RefusedCount), N(i.KeptCount), i.Matching,
                ], ct);
            }

            after = ImportHistory.Place(rows[^1].Import);
        }

        await csv.FlushAsync(ct);
        return new EmptyResult();
    }

    private static string N(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string At(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture) ?? "";
}
