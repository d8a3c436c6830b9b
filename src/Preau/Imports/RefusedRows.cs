using System.Globalization;
using CsvHelper;
using Microsoft.EntityFrameworkCore;

namespace Preau.Imports;

/// <summary>
/// The rows that an import refused, in the columns and with the separator of the file they came in, so that they can be put right and brought in: line and
/// reason stand before them, in columns that a later import leaves out. Cells that a spreadsheet would run are made harmless.
/// </summary>
public sealed class RefusedRows(Database db, ImportFolder folder)
{
    public async Task Write(long importId, Stream to, CancellationToken ct)
    {
        var import = await db.Imports.AsNoTracking().SingleAsync(i => i.Id == importId, ct);
        var headers = folder.Has(import.Path) ? (await CsvFile.Head(folder.Full(import.Path), import.Encoding, import.Delimiter, 0, ct)).Headers : [];
        // A row that was refused for its number of cells comes back with it.
        await using var csv = CsvWriter.Create(to, new CsvWriterOptions { Separator = import.Delimiter[0], Injection = CsvInjection.Escape, WriteByteOrderMark = true, ValidateFieldCount = false }, leaveOpen: true);
        await csv.WriteRecordAsync(["preau_line", "preau_reason", .. headers], ct);
        await foreach (var row in db.ImportRefusals.AsNoTracking().Where(r => r.ImportId == importId).OrderBy(r => r.Id).AsAsyncEnumerable().WithCancellation(ct))
        {
            await csv.WriteRecordAsync([row.Line.ToString(CultureInfo.InvariantCulture), row.Reason, .. await CsvFile.Cells(row.RowText, import.Delimiter, ct)], ct);
        }

        await csv.FlushAsync(ct);
    }
}
