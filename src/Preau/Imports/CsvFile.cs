using System.Text;
using Sylvan.Data.Csv;

namespace Preau.Imports;

/// <summary>One data row: its line in the file, its cells, and its text as it stood there.</summary>
public sealed record CsvRow(long Line, string[] Cells, string Raw);

/// <summary>What a file turned out to be.</summary>
public abstract record CsvLook
{
    public sealed record Readable(string Encoding, string Delimiter, string[] Headers, long Rows, IReadOnlyList<CsvRow> Sample) : CsvLook;

    /// <summary>Why it is no list of people, as a sentence to translate.</summary>
    public sealed record Refused(string Reason) : CsvLook;
}

/// <summary>Reads files of rows, streamed: comma, semicolon or tab; UTF-8 with or without BOM, or Windows-1252.</summary>
public static class CsvFile
{
    private const int SampleRows = 5;
    private const int MaxRecord = 16 * 1024 * 1024;
    private static readonly char[] Delimiters = [',', ';', '\t'];

    static CsvFile() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public static async Task<CsvLook> Look(string path, CancellationToken ct)
    {
        var encoding = await EncodingOf(path, ct);
        if (encoding is null) return new CsvLook.Refused("This is not a CSV file: it holds bytes that no text has. Save the table as CSV, then try again.");
        using var probe = new StreamReader(path, Encoding.GetEncoding(encoding));
        var first = await probe.ReadLineAsync(ct);
        if (string.IsNullOrWhiteSpace(first)) return new CsvLook.Refused("The file is empty.");
        var delimiter = Delimiters.MaxBy(d => first.Count(c => c == d));
        if (!first.Contains(delimiter) && !first.Contains('@', StringComparison.Ordinal) && first.Length > 200) return new CsvLook.Refused("This is not a CSV file: its first line holds no columns.");

        long rows = 0;
        var sample = new List<CsvRow>();
        string[] headers = [];
        var file = Rows(path, encoding, delimiter.ToString(), ct).GetAsyncEnumerator(ct);
        await using var _ = file;
        while (true)
        {
            try
            {
                if (!await file.MoveNextAsync()) break;
            }
            catch (CsvFormatException problem)
            {
                return new CsvLook.Refused(problem.RowNumber > 0 ? "A row of the file cannot be read: a quotation mark is not closed, or a cell is larger than a book." : "This is not a CSV file: its first line holds no columns.");
            }

            var row = file.Current;
            if (headers.Length == 0)
            {
                headers = [.. row.Cells.Select(c => c.Trim())];
                continue;
            }

            rows++;
            if (sample.Count < SampleRows) sample.Add(row);
        }

        if (headers.GroupBy(h => h, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1) is not null) return new CsvLook.Refused("Two columns have the same name. Give each column its own.");
        return rows == 0 ? new CsvLook.Refused("The file has column names, but no rows.") : new CsvLook.Readable(encoding, delimiter.ToString(), headers, rows, sample);
    }

    /// <summary>Every row, the one with the column names first.</summary>
    public static async IAsyncEnumerable<CsvRow> Rows(string path, string encoding, string delimiter, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        using var reader = new StreamReader(path, Encoding.GetEncoding(encoding), detectEncodingFromByteOrderMarks: true, bufferSize: 1 << 16);
        await using var csv = await CsvDataReader.CreateAsync(reader, new CsvDataReaderOptions
        {
            Delimiter = delimiter[0], HasHeaders = false, BufferSize = 1 << 16, MaxBufferSize = MaxRecord, ResultSetMode = ResultSetMode.SingleResult,
        }, ct);
        long line = 1;
        while (await csv.ReadAsync(ct))
        {
            var raw = csv.GetRawRecordSpan();
            var cells = new string[csv.RowFieldCount];
            for (var i = 0; i < cells.Length; i++) cells[i] = csv.GetString(i);
            var row = new CsvRow(line, cells, raw.TrimEnd("\r\n").ToString());
            // A cell may hold line breaks: the next row begins after all of them.
            line += Math.Max(1, raw.Count('\n'));
            if (cells.Length > 1 || cells is [{ Length: > 0 }]) yield return row;
        }
    }

    private static async Task<string?> EncodingOf(string path, CancellationToken ct)
    {
        await using var file = File.OpenRead(path);
        var decoder = new UTF8Encoding(false, throwOnInvalidBytes: true).GetDecoder();
        var bytes = new byte[1 << 16];
        var chars = new char[1 << 16];
        var isUtf8 = true;
        int read;
        while ((read = await file.ReadAsync(bytes, ct)) > 0)
        {
            if (bytes.AsSpan(0, read).Contains((byte)0)) return null;
            if (!isUtf8) continue;
            try
            {
                decoder.GetChars(bytes, 0, read, chars, 0, flush: false);
            }
            catch (DecoderFallbackException)
            {
                isUtf8 = false;
            }
        }

        return isUtf8 ? "utf-8" : "windows-1252";
    }
}
