using System.Globalization;
using CsvHelper;
using Microsoft.EntityFrameworkCore;

namespace Preau.Imports;

/// <summary>The rows that an import refused as a CSV, with line and reason; cells that a spreadsheet would run are made harmless.</summary>
public sealed class RefusedRows(Database db)
{
    public async Task Write(long importId, Stream to, CancellationToken ct)
    {
        await using var csv = CsvWriter.Create(to, new CsvWriterOptions { Injection = CsvInjection.Escape, WriteByteOrderMark = true }, leaveOpen: true);
        await csv.WriteRecordAsync(["line", "reason", "row"], ct);
        await foreach (var row in db.ImportRefusals.AsNoTracking().Where(r => r.ImportId == importId).OrderBy(r => r.Id).AsAsyncEnumerable().WithCancellation(ct))
        {
            await csv.WriteRecordAsync([row.Line.ToString(CultureInfo.InvariantCulture), row.Reason, row.RowText], ct);
        }

        await csv.FlushAsync(ct);
    }
}
