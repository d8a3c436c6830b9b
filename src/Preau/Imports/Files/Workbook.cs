using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;
using ExcelDataReader;
using Preau.Shared;

namespace Preau.Imports.Files;

/// <summary>
/// Writes a sheet of an Excel workbook out as a table of text, row by row: line for line, so that a refused row has the number that the spreadsheet shows.
/// Dates become «2026-11-27» whatever order they are shown in, numbers all their digits, with the noughts before them that their format shows («01000»).
/// </summary>
internal static class Workbook
{
    private const string Broken = "The workbook is damaged and cannot be read. Open it in a spreadsheet, save it anew, then try again.";

    // The library asks for the encoding of old workbooks whatever it reads.
    static Workbook() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>Where the workbook is kept while another of its sheets may be asked for.</summary>
    public static string Beside(string path) => path + ".xlsx";

    /// <param name="wanted">The first that holds something, where none is named.</param>
    public static async Task<Unpacked> Write(string from, string to, string? wanted, CancellationToken ct)
    {
        try
        {
            var sheets = WorkbookCheck.Sheets(from);
            if (sheets.Refusal is { } refusal) return new Unpacked.Refused(refusal);
            var full = sheets.All.Where(s => s.HasCells).ToList();
            if (full.Count == 0) return new Unpacked.Refused("No sheet of the workbook holds anything.");
            var chosen = wanted is null ? full[0] : full.Find(s => s.Name == wanted);
            if (chosen is null) return new Unpacked.Refused("The workbook has no sheet “{0}” that holds anything.", wanted);
            if (WorkbookCheck.UnworkedFormula(from, chosen.Path) is { } cell) return new Unpacked.Refused("Cell {0} holds a formula whose result was never worked out. Open the workbook in a spreadsheet, save it, then try again.", cell);
            if (!await Rows(from, to, chosen.Name, ct))
            {
                File.Delete(to);
                return new Unpacked.Refused(WorkbookCheck.TooLarge);
            }

            return new Unpacked.Text([.. full.Select(s => s.Name)], chosen.Name);
        }
        catch (Exception problem) when (problem is not (OperationCanceledException or OutOfMemoryException) && !NoRoom.In(problem))
        {
            // The library says in many ways that a workbook is not as it should be; all of them mean this.
            File.Delete(to);
            return new Unpacked.Refused(Broken);
        }
    }

    /// <returns>False where it comes to more than any list of people: a text that is kept once may stand in every cell.</returns>
    private static async Task<bool> Rows(string from, string to, string sheet, CancellationToken ct)
    {
        await using var file = File.OpenRead(from);
        using var reader = ExcelReaderFactory.CreateOpenXmlReader(file);
        while (reader.Name != sheet) if (!reader.NextResult()) throw new InvalidDataException();
        await using var writer = new StreamWriter(to, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16);
        var row = new StringBuilder();
        var blank = 0;
        var width = 0;
        var written = 0L;
        while (reader.Read())
        {
            ct.ThrowIfCancellationRequested();
            var last = Cells(reader, row, width);
            if (last == 0)
            {
                blank++;
                continue;
            }

            if (width == 0) width = last;
            written += row.Length;
            if (written > ImportFolder.MaxUnpacked) return false;
            // Rows without anything keep their line; those at the end are none.
            for (; blank > 0; blank--) await writer.WriteAsync('\n');
            await writer.WriteAsync(row.Append('\n'), ct);
        }

        return true;
    }

    /// <summary>The row as text, at least as wide as the column names are.</summary>
    /// <returns>The place of its last cell that holds something, from 1; 0 when it is blank.</returns>
    private static int Cells(IExcelDataReader reader, StringBuilder row, int width)
    {
        row.Clear();
        var (last, end) = (0, 0);
        for (var i = 0; i < Math.Max(reader.FieldCount, width); i++)
        {
            if (i > 0) row.Append(',');
            if (i < reader.FieldCount && Text(reader, i) is { Length: > 0 } text)
            {
                Quote(row, text);
                last = i + 1;
            }

            if (last == i + 1 || i + 1 == width) end = row.Length;
        }

        if (last > 0) row.Length = end;
        return last;
    }

    private static string Text(IExcelDataReader reader, int index) => reader.GetValue(index) switch
    {
        null => "",
        string text => text.Trim(),
        bool value => value ? "true" : "false",
        DateTime at => at.ToString(at.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        TimeSpan span => span.ToString("c", CultureInfo.InvariantCulture),
        double number => Number(number, reader.GetNumberFormatString(index)),
        var other => Convert.ToString(other, CultureInfo.InvariantCulture) ?? "",
    };

    private static string Number(double number, string? format)
    {
        if (!double.IsFinite(number)) return "";
        // A postcode or a telephone number is a number to a spreadsheet: «00000», «00" "00" "00" "00" "00».
        if (number >= 0 && format?.Replace("\"", "", StringComparison.Ordinal).Replace("\\", "", StringComparison.Ordinal) is ['0', '0', ..] padded && padded.All(c => c is '0' or ' ' or '-')) return number.ToString(padded, CultureInfo.InvariantCulture);
        if (format is not null && format.EndsWith('%')) return (number * 100).ToString("0.##########", CultureInfo.InvariantCulture) + "%";
        return Math.Abs(number) < 1e15 ? ((decimal)number).ToString("0.##########", CultureInfo.InvariantCulture) : number.ToString("R", CultureInfo.InvariantCulture);
    }

    // A line break within a cell stands as a carriage return: lines are counted by their feeds.
    private static void Quote(StringBuilder row, string text) => row.Append(CsvCell.Of(text.Replace("\r\n", "\r", StringComparison.Ordinal).Replace('\n', '\r'), ','));
}

/// <summary>Looks at a workbook before a library reads it: how large its parts unpack, and whether its formulas have results.</summary>
internal static class WorkbookCheck
{
    private const long MostText = 256L * 1024 * 1024;
    private const long MostAll = 4L * 1024 * 1024 * 1024;
    public const string TooLarge = "The workbook is larger than can be read safely. Save the table as “CSV UTF-8”, and bring in that file.";
    private static readonly XmlReaderSettings Xml = new() { DtdProcessing = DtdProcessing.Prohibit, IgnoreComments = true, IgnoreWhitespace = true, MaxCharactersInDocument = 0, XmlResolver = null };

    public sealed record Sheet(string Name, string Path, bool HasCells);

    /// <summary>The sheets that can be seen, in their order.</summary>
    public static (IReadOnlyList<Sheet> All, string? Refusal) Sheets(string file)
    {
        using var zip = ZipFile.OpenRead(file);
        if (IsTooLarge(zip)) return ([], TooLarge);
        var paths = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var link in Elements(zip, "xl/_rels/workbook.xml.rels", "Relationship", "Id", "Target")) paths[link[0]] = link[1].StartsWith('/') ? link[1][1..] : "xl/" + link[1];
        var sheets = new List<Sheet>();
        foreach (var sheet in Elements(zip, "xl/workbook.xml", "sheet", "name", "id", "state"))
        {
            if (sheet[2].Contains("idden", StringComparison.Ordinal) || !paths.TryGetValue(sheet[1], out var path)) continue;
            sheets.Add(new Sheet(sheet[0], path, Elements(zip, path, "c", "r").Any()));
        }

        return (sheets, null);
    }

    /// <summary>The first cell whose formula a program wrote without working it out; it would come in empty.</summary>
    public static string? UnworkedFormula(string file, string path)
    {
        using var zip = ZipFile.OpenRead(file);
        using var content = Open(zip, path);
        using var xml = XmlReader.Create(content, Xml);
        string? cell = null;
        var hasFormula = false;
        while (xml.Read())
        {
            if (xml.NodeType == XmlNodeType.Element)
            {
                switch (xml.LocalName)
                {
                    case "c": (cell, hasFormula) = (xml.GetAttribute("r") ?? "?", false); break;
                    case "f": hasFormula = true; break;
                    case "v" or "is": hasFormula = false; break;
                }
            }
            else if (xml is { NodeType: XmlNodeType.EndElement, LocalName: "c" } && hasFormula)
            {
                return cell;
            }
        }

        return null;
    }

    /// <summary>What an archive says of its sizes may be a lie: they are counted.</summary>
    private static bool IsTooLarge(ZipArchive zip)
    {
        var bytes = new byte[1 << 17];
        long all = 0;
        foreach (var entry in zip.Entries)
        {
            // Everything but the rows of sheets is held in memory.
            var most = entry.FullName.StartsWith("xl/worksheets/", StringComparison.OrdinalIgnoreCase) ? MostAll : MostText;
            long size = 0;
            using var content = entry.Open();
            int read;
            while ((read = content.Read(bytes)) > 0)
            {
                size += read;
                all += read;
                if (size > most || all > MostAll) return true;
            }
        }

        return false;
    }

    private static IEnumerable<string[]> Elements(ZipArchive zip, string path, string element, params string[] attributes)
    {
        using var content = Open(zip, path);
        using var xml = XmlReader.Create(content, Xml);
        while (xml.Read())
        {
            if (xml.NodeType != XmlNodeType.Element || xml.LocalName != element) continue;
            var values = new string[attributes.Length];
            Array.Fill(values, "");
            while (xml.MoveToNextAttribute())
            {
                // «r:id» stands beside «sheetId»: its local name is the plain «id».
                if (Array.IndexOf(attributes, xml.LocalName) is >= 0 and var i) values[i] = xml.Value;
            }

            yield return values;
        }
    }

    private static Stream Open(ZipArchive zip, string path) =>
        (zip.Entries.FirstOrDefault(e => e.FullName.Replace('\\', '/').Equals(path, StringComparison.OrdinalIgnoreCase)) ?? throw new InvalidDataException(path)).Open();
}
