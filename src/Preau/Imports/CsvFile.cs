using System.Globalization;
using System.Text;
using Sylvan.Data.Csv;

namespace Preau.Imports;

/// <summary>One data row: its line in the file, its cells, its text as it stood there, and the line that comes after it.</summary>
public sealed record CsvRow(long Line, string[] Cells, string Raw, long Next);

/// <summary>What a file turned out to be.</summary>
public abstract record CsvLook
{
    public sealed record Readable(string Encoding, string Delimiter, string[] Headers, long Rows, IReadOnlyDictionary<string, DateOrder> Dates) : CsvLook;

    /// <summary>Why it is no list of people, as a sentence to translate; {0} is the line.</summary>
    public sealed record Refused(string Reason, long Line = 0) : CsvLook;
}

/// <summary>Reads files of rows, streamed: comma, semicolon or tab; UTF-8 with or without BOM, UTF-16 with one, Windows-1252 or Mac Roman, or UTF-8 with lines of one of these.</summary>
public static class CsvFile
{
    private const int MaxColumns = 1000;
    private const int MaxRecord = 16 * 1024 * 1024;
    private const int WholeBuffer = 1 << 16;
    private const string NotText = "This is not a CSV file: it holds bytes that no text has. Save the table as CSV, then try again.";
    private const string NoColumns = "This is not a CSV file: its first line holds no columns.";
    private const string TooManyColumns = "The file has more than a thousand columns. Leave out those that you do not need.";
    private static readonly char[] Delimiters = [',', ';', '\t'];

    /// <param name="separator">Where it is known, as in what was written from a workbook.</param>
    public static async Task<CsvLook> Look(string path, CancellationToken ct, string? separator = null)
    {
        if (await CsvBytes.Foreign(path, ct) is { } foreign) return new CsvLook.Refused(foreign);
        if (await CsvBytes.Encoding(path, ct) is not { } encoding) return new CsvLook.Refused(NotText);
        using var probe = new StreamReader(path, CsvBytes.Decoder(encoding), detectEncodingFromByteOrderMarks: false);
        var (first, isWhole) = await FirstLine(probe, ct);
        if (!isWhole) return new CsvLook.Refused(Delimiters.Max(d => first.Count(c => c == d)) >= MaxColumns ? TooManyColumns : NoColumns);
        if (string.IsNullOrWhiteSpace(first)) return new CsvLook.Refused("The file is empty.");
        var delimiter = separator?[0] ?? Delimiters.MaxBy(d => first.Count(c => c == d));
        if (!first.Contains(delimiter) && !first.Contains('@', StringComparison.Ordinal) && first.Length > 200) return new CsvLook.Refused(NoColumns);

        long rows = 0;
        long next = 1;
        string[] headers = [];
        DateOrders? dates = null;
        var file = Rows(path, encoding, delimiter.ToString(), ct).GetAsyncEnumerator(ct);
        await using var _ = file;
        while (true)
        {
            try
            {
                if (!await file.MoveNextAsync()) break;
            }
            catch (CsvFormatException)
            {
                return dates is null ? new CsvLook.Refused(NoColumns) : new CsvLook.Refused("Line {0} cannot be read: a quotation mark is not closed, or a cell is larger than a book.", next);
            }

            if (dates is null)
            {
                headers = Headers(file.Current);
                next = file.Current.Next;
                if (headers.Length > MaxColumns) return new CsvLook.Refused(TooManyColumns);
                dates = new DateOrders(headers);
                continue;
            }

            rows++;
            next = file.Current.Next;
            dates.See(file.Current.Cells);
        }

        if (headers.GroupBy(h => h, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1) is not null) return new CsvLook.Refused("Two columns have the same name. Give each column its own.");
        return rows == 0 ? new CsvLook.Refused("The file has column names, but no rows.") : new CsvLook.Readable(encoding, delimiter.ToString(), headers, rows, dates!.Found());
    }

    /// <summary>The names of the columns; one without a name is called by its place.</summary>
    public static string[] Headers(CsvRow row) => [.. row.Cells.Select((c, i) => c.Replace("\0", "", StringComparison.Ordinal).Trim() is { Length: > 0 } name ? name : string.Create(CultureInfo.InvariantCulture, $"#{i + 1}"))];

    /// <summary>The names of the columns and the first rows.</summary>
    public static async Task<(string[] Headers, IReadOnlyList<CsvRow> Sample)> Head(string path, string encoding, string delimiter, int count, CancellationToken ct)
    {
        var rows = new List<CsvRow>();
        await foreach (var row in Rows(path, encoding, delimiter, ct))
        {
            rows.Add(row);
            if (rows.Count > count) break;
        }

        return (Headers(rows[0]), rows[1..]);
    }

    /// <summary>The cells of one row, from its text as it stood in the file; one cell of all of it, where it was too long to be kept whole and was cut within a cell.</summary>
    public static async Task<string[]> Cells(string raw, string delimiter, CancellationToken ct)
    {
        using var reader = new StringReader(raw);
        await using var csv = await Open(reader, delimiter, Math.Clamp(raw.Length + 2, 1 << 10, WholeBuffer), ct);
        try
        {
            return await csv.ReadAsync(ct) ? [.. Enumerable.Range(0, csv.RowFieldCount).Select(csv.GetString)] : [];
        }
        catch (CsvFormatException)
        {
            return [raw];
        }
    }

    private static Task<CsvDataReader> Open(TextReader reader, string delimiter, int buffer, CancellationToken ct) => CsvDataReader.CreateAsync(reader, new CsvDataReaderOptions
    {
        Delimiter = delimiter[0], HasHeaders = false, BufferSize = buffer, MaxBufferSize = MaxRecord, ResultSetMode = ResultSetMode.SingleResult,
    }, ct);

    /// <summary>As much of it as column names may take, and whether it ends within that.</summary>
    private static async Task<(string Text, bool IsWhole)> FirstLine(StreamReader reader, CancellationToken ct)
    {
        var start = new char[1 << 16];
        var length = await reader.ReadBlockAsync(start, ct);
        // A sheet may begin with blank rows.
        var text = start.AsSpan(0, length).TrimStart("\r\n");
        var end = text.IndexOfAny('\r', '\n');
        return (new string(end < 0 ? text : text[..end]), end >= 0 || length < start.Length);
    }

    /// <summary>Every row, the one with the column names first.</summary>
    public static async IAsyncEnumerable<CsvRow> Rows(string path, string encoding, string delimiter, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        using var reader = new StreamReader(path, CsvBytes.Decoder(encoding), detectEncodingFromByteOrderMarks: false, bufferSize: WholeBuffer);
        await using var csv = await Open(reader, delimiter, WholeBuffer, ct);
        long line = 1;
        while (await csv.ReadAsync(ct))
        {
            var raw = csv.GetRawRecordSpan();
            var cells = new string[csv.RowFieldCount];
            for (var i = 0; i < cells.Length; i++) cells[i] = csv.GetString(i);
            // A cell may hold line breaks: the next row begins after all of them.
            var next = line + Math.Max(1, raw.Count('\n'));
            var row = new CsvRow(line, cells, raw.TrimEnd("\r\n").ToString(), next);
            line = next;
            if (cells.Length > 1 || cells is [{ Length: > 0 }]) yield return row;
        }
    }
}
