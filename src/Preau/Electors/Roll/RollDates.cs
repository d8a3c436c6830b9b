using System.Globalization;
using System.Text.RegularExpressions;
using Preau.Imports;

namespace Preau.Electors.Roll;

/// <summary>Of which day a list is, as its file tells: by its name («…-30-09-2026.csv»), or by a column of the older layout.</summary>
internal static partial class RollDates
{
    public static DateOnly? Of(string fileName, RollLayout layout, IReadOnlyList<CsvRow> rows)
    {
        if (rows.Count > 0 && layout.IndexOf(RollPart.ListedOn) is var column && column >= 0 && column < rows[0].Cells.Length && Parse(rows[0].Cells[column]) is { } said) return said;
        return InName().Match(fileName) is { Success: true } match ? Parse(match.Value) : null;
    }

    private static DateOnly? Parse(string text) => DateOnly.TryParseExact(text.Trim(), ["dd/MM/yyyy", "dd-MM-yyyy", "dd_MM_yyyy", "yyyy-MM-dd"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    [GeneratedRegex("[0-9]{2}[-_][0-9]{2}[-_][0-9]{4}|[0-9]{4}-[0-9]{2}-[0-9]{2}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex InName();
}
