using System.Buffers;
using System.Globalization;

namespace Preau.Exports;

/// <summary>Writes the rows of a table into a file of one format.</summary>
public abstract class SheetWriter
{
    public static SheetWriter Of(SheetFormat format) => format switch
    {
        SheetFormat.Csv => new CsvSheet(),
        SheetFormat.Xlsx => new XlsxSheet(),
        SheetFormat.Parquet => new ParquetSheet(),
    };

    public abstract string ContentType { get; }

    /// <summary>Whether it can be written to whoever asks as it comes; the others are put together on the disk first.</summary>
    public abstract bool IsStreamed { get; }

    /// <param name="culture">The reader's: what separates cells, and the decimal sign of money.</param>
    /// <param name="report">Called with the number of rows written, now and then; false stops.</param>
    /// <returns>How many rows were written.</returns>
    public abstract Task<long> Write(Stream file, Sheet sheet, SheetMark mark, Shared.Words words, CultureInfo culture, Func<long, Task<bool>> report, CancellationToken ct);

    protected const int Pace = 5000;

    private static readonly SearchValues<char> OfNumbers = SearchValues.Create("0123456789. ,");

    /// <summary>
    /// A spreadsheet runs what begins with one of these as a formula, from a CSV at once and from a workbook once it is saved as one; telephone numbers and numbers below
    /// nought are left as they are. Our own import takes the sign away again.
    /// </summary>
    public static string Harmless(string cell) =>
        cell is [var first, ..] && (first is '=' or '@' or '\t' or '\r' || (first is '+' or '-' && cell.AsSpan(1).ContainsAnyExcept(OfNumbers))) ? "'" + cell : cell;
}

/// <summary>Whoever waits for the file does not want it any more.</summary>
public sealed class ExportStopped : Exception;
