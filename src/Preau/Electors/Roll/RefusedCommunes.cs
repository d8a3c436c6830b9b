using Microsoft.EntityFrameworkCore;
using Preau.Imports;

namespace Preau.Electors.Roll;

/// <summary>Communes of which a row was refused. Whoever is missing there may be in that row, so that nobody is struck off; nobody at all, where a row does not say its commune.</summary>
internal sealed class RefusedCommunes
{
    private readonly HashSet<string> codes = new(StringComparer.Ordinal);
    private readonly RollLayout? layout;
    private readonly int width;
    private readonly string delimiter;
    private bool isAny;

    private RefusedCommunes(string[] headers, string delimiter) => (layout, width, this.delimiter) = (RollLayout.Of(headers), headers.Length, delimiter);

    /// <summary>Of a file of which no row was read yet.</summary>
    public static async Task<RefusedCommunes> Open(Import import, ImportFolder folder, CancellationToken ct) =>
        new((await CsvFile.Head(folder.Full(import.Path), import.Encoding, import.Delimiter, 0, ct)).Headers, import.Delimiter);

    /// <summary>Of a file whose rows are in.</summary>
    public static async Task<RefusedCommunes> Of(Database db, Import import, ImportFolder folder, CancellationToken ct)
    {
        var found = await Open(import, folder, ct);
        await foreach (var text in db.ImportRefusals.AsNoTracking().Where(r => r.ImportId == import.Id && r.RowText != "").Select(r => r.RowText).AsAsyncEnumerable().WithCancellation(ct)) await found.Add(text, ct);
        return found;
    }

    /// <param name="text">The row as it stood; empty, where it was left out for good: nobody will put that right.</param>
    public async Task Add(string text, CancellationToken ct)
    {
        if (isAny || text.Length == 0) return;
        var cells = await CsvFile.Cells(text, delimiter, ct);
        string? At(RollPart part) => layout!.IndexOf(part) is var index && index >= 0 && Cell.Clean(cells[index]) is { Length: > 0 } said ? said : null;
        // A row with cells too many or too few may say anything anywhere.
        if (layout is not null && cells.Length == width && RollReader.Commune(At(RollPart.Commune), At(RollPart.Department)) is { } code) codes.Add(code);
        else isAny = true;
    }

    public bool IsEmpty => !isAny && codes.Count == 0;

    public bool Has(string code) => isAny || codes.Contains(code);
}
