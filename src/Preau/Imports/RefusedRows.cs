using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Exports;
using Preau.People;

namespace Preau.Imports;

/// <summary>
/// The rows that an import refused, in the columns and, as CSV, with the separator of the file they came in, so that they can be put right and brought in: line and
/// reason stand before them, in columns that a later import leaves out.
/// </summary>
public sealed class RefusedRows(Database db, ImportFolder folder, OwnFields own) : IExport
{
    public const string Name = "refused";

    /// <summary>The column that tells such a file from the one that its rows came in.</summary>
    public const string LineColumn = "preau_line";

    public string Kind => Name;
    public Permission Needs => Permission.ExportRefusedRows;

    public async Task<Sheet?> Open(string ask, CancellationToken ct)
    {
        var id = long.Parse(ask, NumberStyles.None, CultureInfo.InvariantCulture);
        if (await db.Imports.AsNoTracking().SingleOrDefaultAsync(i => i.Id == id, ct) is not { } import) return null;
        var headers = folder.Has(import.Path) ? (await CsvFile.Head(folder.Full(import.Path), import.Encoding, import.Delimiter, 0, ct)).Headers : [];
        SheetColumn[] columns = [new(LineColumn, CellKind.Whole), new("preau_reason"), .. headers.Select(h => new SheetColumn(h))];
        return new($"refused-{ask}", "import.refused_exported", columns, stop => db.ImportRefusals.LongCountAsync(r => r.ImportId == id, stop), stop => Rows(import, headers, stop)) { SubjectId = id, Separator = import.Delimiter[0] };
    }

    /// <summary>The same for an operator, as CSV.</summary>
    public async Task Write(long importId, Stream to, CancellationToken ct)
    {
        if (await Open(importId.ToString(CultureInfo.InvariantCulture), ct) is not { } sheet) return;
        await new CsvSheet().Write(to, sheet, new("", "", default, 0, sheet.Name), new Shared.Words(), CultureInfo.CurrentCulture, _ => Task.FromResult(true), ct);
    }

    private async IAsyncEnumerable<object?[]> Rows(Import import, string[] headers, [EnumeratorCancellation] CancellationToken ct)
    {
        // What fields hold that whoever asks must not see stays in the file of whoever brought it in.
        var (targets, hidden) = (import.Targets(), (await own.Hidden(ct)).Select(f => Targets.FieldPrefix + f.Slug).ToHashSet(StringComparer.Ordinal));
        var covered = headers.Select(h => targets.TryGetValue(h, out var target) && hidden.Contains(target)).ToArray();
        await foreach (var row in db.ImportRefusals.AsNoTracking().Where(r => r.ImportId == import.Id).OrderBy(r => r.Id).AsAsyncEnumerable().WithCancellation(ct))
        {
            // A row that was refused for its number of cells comes back with it, as far as a table can hold it.
            var cells = await CsvFile.Cells(row.RowText, import.Delimiter, ct);
            for (var i = 0; i < Math.Min(cells.Length, covered.Length); i++) if (covered[i]) cells[i] = "";
            yield return [row.Line, row.Reason, .. cells, .. Enumerable.Repeat((string?)null, Math.Max(0, headers.Length - cells.Length))];
        }
    }
}
