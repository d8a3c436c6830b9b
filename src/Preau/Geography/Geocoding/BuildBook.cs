using System.IO.Compression;
using System.Text;
using Microsoft.Data.Sqlite;
using Sylvan.Data.Csv;

namespace Preau.Geography;

/// <summary>What a load came to.</summary>
/// <param name="FirstRefused">The line of the first row that was left out; 0 where none was.</param>
public sealed record BookLoad(long Addresses, long Refused, long FirstRefused, BookFacts Book);

/// <summary>
/// Makes a book of files of addresses, one after the other: rows of a commune are gathered and packed street by street, the streets are sorted by the store, and the whole takes
/// the place of the book before it. Communes that the files do not name stay as they were. Nothing changes before the end, and memory holds one commune.
/// </summary>
public sealed class BuildBook(AddressBook book, TimeProvider clock)
{
    private const int MostGathered = 200_000;
    private const int RowsAReport = 50_000;

    // The whole country unpacks to five gigabytes.
    private const long MostUnpacked = 30L * 1024 * 1024 * 1024;

    /// <param name="files">CSV, plain or packed with gzip.</param>
    /// <param name="isOnly">Whether what the book held before goes, also of communes that are not in the files.</param>
    /// <param name="report">Told how many bytes of how many are read, and how many addresses; false gives up.</param>
    /// <param name="ct">Gives up.</param>
    /// <exception cref="AddressesRefused"/>
    public Task<BookLoad> Run(IReadOnlyList<string> files, bool isOnly, Func<long, long, long, Task<bool>>? report, CancellationToken ct) => Run(files, string.Join(", ", files.Select(Path.GetFileName)), isOnly, report, ct);

    /// <param name="source">What the files are called where they come from.</param>
    /// <inheritdoc cref="Run(IReadOnlyList{string}, bool, Func{long, long, long, Task{bool}}?, CancellationToken)"/>
    public async Task<BookLoad> Run(IReadOnlyList<string> files, string source, bool isOnly, Func<long, long, long, Task<bool>>? report, CancellationToken ct)
    {
        Directory.CreateDirectory(book.Folder);
        var building = Path.Combine(book.Folder, $"{AddressBook.Building}{Guid.NewGuid():n}.sqlite");
        try
        {
            BookLoad load;
            using (var writer = new BookWriter(AddressBook.Connect(building, isWritten: true)))
            {
                var total = files.Sum(f => new FileInfo(f).Length);
                var (rows, refused, firstRefused, read) = (0L, 0L, 0L, 0L);
                foreach (var file in files)
                {
                    var one = await Read(file, writer, async (bytes, sofar) => report is null || await report(read + bytes, total, rows + sofar), ct);
                    (rows, refused, read) = (rows + one.Rows, refused + one.Refused, read + new FileInfo(file).Length);
                    if (firstRefused == 0) firstRefused = one.FirstRefused;
                }

                if (rows == 0) throw new AddressesRefused(refused > 0 ? "None of the {0} rows holds an address with its commune and its coordinates. Is it the right file?" : "The file holds no addresses.", refused);
                async Task<bool> IsWanted() => report is null || await report(total, total, rows);
                var facts = await writer.Finish(source, clock.GetUtcNow(), isOnly ? null : book.File, IsWanted, ct);
                if (!await IsWanted()) throw new OperationCanceledException("Stopped by whoever watches it.");
                load = new(rows, refused, firstRefused, facts);
            }

            System.IO.File.Move(building, book.Next(clock.GetUtcNow()));
            book.ForgetOld();
            return load;
        }
        catch (SqliteException full) when (full.SqliteErrorCode == 13)
        {
            throw new AddressesRefused("There is no room left on the server’s disk. The addresses that were there stay.");
        }
        catch (IOException full) when (NoRoom.In(full))
        {
            throw new AddressesRefused("There is no room left on the server’s disk. The addresses that were there stay.");
        }
        finally
        {
            System.IO.File.Delete(building);
        }
    }

    private static async Task<(long Rows, long Refused, long FirstRefused)> Read(string path, BookWriter writer, Func<long, long, Task<bool>> report, CancellationToken ct)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        try
        {
            await using var plain = await IsPacked(file, ct) ? new GZipStream(file, CompressionMode.Decompress, leaveOpen: true) : (Stream)file;
            await using var counted = new CountedStream(plain, MostUnpacked);
            using var text = new StreamReader(counted, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, 1 << 16, leaveOpen: true);
            // Comma or semicolon is told by the reader from the first line.
            await using var csv = await CsvDataReader.CreateAsync(text, new CsvDataReaderOptions { HasHeaders = true, BufferSize = 1 << 16, MaxBufferSize = 1 << 22, ResultSetMode = ResultSetMode.SingleResult, HeaderComparer = StringComparer.Ordinal }, ct);
            var columns = AddressColumns.Of([.. Enumerable.Range(0, csv.FieldCount).Select(csv.GetName)]);
            return await Rows(csv, columns, writer, async rows => await report(file.Position, rows), ct);
        }
        catch (CsvFormatException wrong)
        {
            throw new AddressesRefused("Line {0} cannot be read: a quotation mark is not closed, or a row is longer than a book. The addresses that were there stay.", wrong.RowNumber + 1);
        }
        catch (UnpacksTooFar)
        {
            throw new AddressesRefused("The file unpacks to more than {0} GB. Is it the right file?", MostUnpacked / 1024 / 1024 / 1024);
        }
        catch (InvalidDataException)
        {
            throw new AddressesRefused("The packed file is damaged or cut off. Take it from where it comes from again.");
        }
    }

    private static async Task<(long Rows, long Refused, long FirstRefused)> Rows(CsvDataReader csv, AddressColumns columns, BookWriter writer, Func<long, Task<bool>> report, CancellationToken ct)
    {
        var (rows, refused, firstRefused, line) = (0L, 0L, 0L, 1L);
        while (await csv.ReadAsync(ct))
        {
            line++;
            if (line % RowsAReport == 0 && !await report(rows)) throw new OperationCanceledException("Stopped by whoever watches it.");
            string Cell(int column) => column >= 0 && column < csv.RowFieldCount ? csv.GetString(column) : "";
            var street = Cell(columns.Street).Trim();
            var code = columns.CodeOf(Cell);
            if (street.Length == 0 || code.Length == 0 || !AddressColumns.IsDegrees(Cell(columns.Lat), 90, out var lat) || !AddressColumns.IsDegrees(Cell(columns.Lon), 180, out var lon))
            {
                refused++;
                if (firstRefused == 0) firstRefused = line;
                continue;
            }

            if (writer.Gathered >= MostGathered) writer.Flush();
            writer.Add(code, Cell(columns.City).Trim(), new(Cell(columns.Former).Trim(), Cell(columns.FormerCode).Trim()), Cell(columns.Postcode).Trim(), street, AddressColumns.NumberOf(Cell(columns.Number)), HouseOnStreet.SuffixOf(Cell(columns.Suffix)), lat, lon);
            rows++;
        }

        writer.Flush();
        return await report(rows) ? (rows, refused, firstRefused) : throw new OperationCanceledException("Stopped by whoever watches it.");
    }

    internal static async Task<bool> IsPacked(Stream file, CancellationToken ct)
    {
        var start = new byte[2];
        var length = await file.ReadAtLeastAsync(start, 2, throwOnEndOfStream: false, ct);
        file.Position = 0;
        return length == 2 && start[0] == 0x1f && start[1] == 0x8b;
    }
}
